import { useTranslation } from 'react-i18next';
import { connect, connectRefusal, disconnect, type Endpoint } from '../../document/edit';
import type { DocNode, NetDocument } from '../../document/schema';
import type { PortSpec } from '../../layers/layer';
import { portsOf } from '../../layers/registry';
import { editShown, useShown } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { nodeName, useLocalize } from '../common/localize';
import fieldStyles from './fields.module.css';
import { Section } from './Section';

const keyOf = ({ node, port }: Endpoint): string => `${node}.${port}`;

/** Every output that may feed an input without closing a circle. */
function sourcesFor(document: NetDocument, to: Endpoint): Endpoint[] {
  return document.nodes.flatMap((node) =>
    portsOf(node)
      .outputs.map((port) => ({ node: node.id, port: port.id }))
      .filter((from) => {
        const refusal = connectRefusal(document, from, to);
        return refusal === undefined || refusal === 'duplicate';
      }),
  );
}

/** Where a node's inputs come from, as lists to choose from: wiring without a pointer. */
export function Wiring({ node }: { readonly node: DocNode }) {
  const { t } = useTranslation('inspector');
  const inputs = portsOf(node).inputs;
  if (inputs.length === 0) return null;
  return (
    <Section title={t('inputs')}>
      {inputs.map((port) => (
        <InputRow key={port.id} node={node} port={port} />
      ))}
    </Section>
  );
}

function InputRow({ node, port }: { readonly node: DocNode; readonly port: PortSpec }) {
  const { t } = useTranslation('inspector');
  const localize = useLocalize();
  const locale = useUi((state) => state.locale);
  const document = useShown((drawing) => drawing);
  const to = { node: node.id, port: port.id };
  const wire = document.edges.find((edge) => edge.to.node === to.node && edge.to.port === to.port);
  const sources = sourcesFor(document, to);
  const title = (from: Endpoint): string => {
    const source = document.nodes.find((item) => item.id === from.node);
    const outputs = source ? portsOf(source).outputs : [];
    const spec = outputs.find((item) => item.id === from.port);
    const name = source ? nodeName(source, locale) : from.node;
    const twin = document.nodes.some((item) => item !== source && nodeName(item, locale) === name);
    const told = twin ? `${name} (${from.node})` : name;
    return outputs.length > 1 && spec ? `${told} · ${localize(spec.label)}` : told;
  };
  const choose = (value: string) => {
    const from = sources.find((source) => keyOf(source) === value);
    editShown((before) => (from ? connect(before, from, to) : wire ? disconnect(before, [wire.id]) : before));
  };
  const id = `input-${node.id}-${port.id}`;
  return (
    <div className={fieldStyles.row}>
      <label className={fieldStyles.label} htmlFor={id}>
        {localize(port.label)}
      </label>
      <select
        id={id}
        className={fieldStyles.select}
        data-testid={`input-${port.id}`}
        value={wire ? keyOf(wire.from) : ''}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{t('notWired')}</option>
        {sources.map((from) => (
          <option key={keyOf(from)} value={keyOf(from)}>
            {title(from)}
          </option>
        ))}
      </select>
    </div>
  );
}
