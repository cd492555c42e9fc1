import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { connect, type Endpoint, nodeOf } from '../../document/edit';
import { portsOf } from '../../layers/registry';
import { editShown, shownAnalysis, useShown } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { LayerIcon } from '../common/LayerIcon';
import { nodeName, useLocalize } from '../common/localize';
import { search } from '../common/search';
import { portKey, useCanvas } from './canvasStore';
import { focusSelectedNode } from './focusNode';
import { type Choice, Picker } from './Picker';
import { takersOf } from './takers';

/** Drawing a wire with the keyboard: a list of every input that can take the selected node's output. */
export function WirePicker() {
  const from = useCanvas((state) => state.wiringFrom);
  return from ? <WirePanel from={from} /> : null;
}

function WirePanel({ from }: { readonly from: Endpoint }) {
  const { t } = useTranslation('canvas');
  const localize = useLocalize();
  const locale = useUi((state) => state.locale);
  const drawing = useShown((shown) => shown);
  const close = useCallback(() => {
    useCanvas.getState().set({ wiringFrom: undefined });
    focusSelectedNode();
  }, []);
  const choices = useMemo(() => {
    const takers = takersOf(drawing, shownAnalysis(), from, 'source');
    const busy = new Set(drawing.edges.map(({ to }) => portKey(to)));
    const found = drawing.nodes.flatMap((node) =>
      portsOf(node)
        .inputs.map((port) => ({ node, port, to: { node: node.id, port: port.id } }))
        .filter(({ to }) => node.id !== from.node && takers.has(portKey(to))),
    );
    // Free inputs first: those are what a wire is missing at.
    found.sort((a, b) => Number(busy.has(portKey(a.to))) - Number(busy.has(portKey(b.to))));
    return found.map(({ node, port, to }): Choice => {
      const name = nodeName(node, locale);
      const several = portsOf(node).inputs.length > 1;
      return {
        id: portKey(to),
        icon: <LayerIcon type={node.type} />,
        name: several ? `${name} · ${localize(port.label)}` : name,
        aside: node.id,
        purpose: t(busy.has(portKey(to)) ? 'wireReplaces' : 'wireTo', { name }),
        choose: () => editShown((before) => connect(before, from, to)),
      };
    });
  }, [drawing, from, locale, localize, t]);
  const choicesFor = (query: string): readonly Choice[] =>
    search(query, choices, ({ name, aside }) => ({ names: [name, aside ?? ''] }));
  const box = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
  const source = nodeOf(drawing, from.node);
  return (
    <Picker
      screen={{ x: (box?.x ?? 0) + (box?.width ?? 0) / 2 - 150, y: (box?.y ?? 0) + 72 }}
      label={t('wireFrom', { name: source ? nodeName(source, locale) : '' })}
      none={t('wireNone')}
      testId="wire-picker"
      choicesFor={choicesFor}
      onClose={close}
    />
  );
}
