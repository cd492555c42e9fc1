import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale, Localized } from '../../core/locale';
import { connect, connectRefusal, disconnect, type Endpoint } from '../../document/edit';
import type { DocEdge, DocNode, NetDocument } from '../../document/schema';
import type { PortSpec } from '../../layers/layer';
import { portsOf } from '../../layers/registry';
import { editShown, shownDrawing, useShown } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { nodeName, useLocalize } from '../common/localize';
import fieldStyles from './fields.module.css';
import { Section } from './Section';

const keyOf = ({ node, port }: Endpoint): string => `${node}.${port}`;

interface Source {
  readonly from: Endpoint;
  readonly title: string;
}

/** Every output that may feed an input without closing a circle, by its node's name; the id as well where several are called the same. */
function sourcesFor(
  document: NetDocument,
  to: Endpoint,
  locale: Locale,
  localize: (text: Localized) => string,
): Source[] {
  const names = document.nodes.map((node) => nodeName(node, locale));
  const called = new Map<string, number>();
  for (const name of names) called.set(name, (called.get(name) ?? 0) + 1);
  return document.nodes.flatMap((node, index) => {
    const { outputs } = portsOf(node);
    const name = names[index] ?? '';
    const told = (called.get(name) ?? 0) > 1 ? `${name} (${node.id})` : name;
    return outputs.flatMap(({ id, label }): Source[] => {
      const from = { node: node.id, port: id };
      const refusal = connectRefusal(document, from, to);
      if (refusal !== undefined && refusal !== 'duplicate') return [];
      return [{ from, title: outputs.length > 1 ? `${told} · ${localize(label)}` : told }];
    });
  });
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

/** The list of a large drawing is made again only when a node, a name or a wire comes or goes, not when a parameter changes. */
function useSources(to: Endpoint): readonly Source[] {
  const localize = useLocalize();
  const locale = useUi((state) => state.locale);
  const edges = useShown((drawing) => drawing.edges);
  const offered = useShown((drawing) => offersOf(drawing, locale));
  // biome-ignore lint/correctness/useExhaustiveDependencies: `offered` stands for what matters of the nodes
  return useMemo(() => sourcesFor(shownDrawing(), to, locale, localize), [edges, offered, locale, to.node, to.port]);
}

const offers: Record<Locale, WeakMap<readonly DocNode[], string>> = { en: new WeakMap(), 'zh-CN': new WeakMap() };

/** Names and outputs of all nodes as one text. */
function offersOf({ nodes }: NetDocument, locale: Locale): string {
  const known = offers[locale].get(nodes);
  if (known !== undefined) return known;
  const text = nodes
    .map((node) => {
      const { inputs, outputs } = portsOf(node);
      return [node.id, nodeName(node, locale), inputs.length, ...outputs.map(({ id }) => id)].join(' ');
    })
    .join('\n');
  offers[locale].set(nodes, text);
  return text;
}

function InputRow({ node, port }: { readonly node: DocNode; readonly port: PortSpec }) {
  const localize = useLocalize();
  const to = { node: node.id, port: port.id };
  const wire = useShown(({ edges }) => edges.find((edge) => edge.to.node === to.node && edge.to.port === to.port));
  const sources = useSources(to);
  const id = `input-${node.id}-${port.id}`;
  return (
    <div className={fieldStyles.row}>
      <label className={fieldStyles.label} htmlFor={id}>
        {localize(port.label)}
      </label>
      <SourceList id={id} node={to.node} port={to.port} sources={sources} wire={wire} />
    </div>
  );
}

interface SourceListProps {
  readonly id: string;
  readonly node: string;
  readonly port: string;
  readonly sources: readonly Source[];
  readonly wire: DocEdge | undefined;
}

const SourceList = memo(function SourceList({ id, node, port, sources, wire }: SourceListProps) {
  const { t } = useTranslation('inspector');
  const choose = (value: string) => {
    const source = sources.find(({ from }) => keyOf(from) === value);
    editShown((before) =>
      source ? connect(before, source.from, { node, port }) : wire ? disconnect(before, [wire.id]) : before,
    );
  };
  return (
    <select
      id={id}
      className={fieldStyles.select}
      data-testid={`input-${port}`}
      value={wire ? keyOf(wire.from) : ''}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{t('notWired')}</option>
      {sources.map(({ from, title }) => (
        <option key={keyOf(from)} value={keyOf(from)}>
          {title}
        </option>
      ))}
    </select>
  );
});
