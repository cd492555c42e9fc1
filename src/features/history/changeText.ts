import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Locale } from '../../core/locale';
import type { DocNode, ParamValue } from '../../document/schema';
import type { Field } from '../../layers/fields';
import { layers } from '../../layers/registry';
import type { Change } from '../../stores/change';
import type { HistoryEntry } from '../../stores/history';
import { useUi } from '../../stores/ui';
import { nodeName } from '../common/localize';
import { valueText } from '../common/valueText';

type Named = Pick<DocNode, 'id' | 'type' | 'name' | 'params'>;
type T = TFunction<'history'>;

/** A parameter as its form shows it; text in quotes, switches on or off. */
function paramValueText(field: Field | undefined, value: ParamValue | undefined, locale: Locale, t: T): string {
  if (typeof value === 'boolean') return t(value ? 'on' : 'off');
  if (field?.kind === 'select' || (typeof value !== 'string' && value !== undefined))
    return valueText(field, value, locale);
  return value ? `“${value}”` : t('nothing');
}

function paramText({ nodes, param, to }: Extract<Change, { kind: 'param' }>, locale: Locale, t: T): string {
  const [node] = nodes;
  if (!node) return t('change.other');
  const field = layers.get(node.type)?.params[param];
  return t('change.param', {
    what: whatText(nodes, locale, t),
    param: field?.label[locale] ?? param,
    to: paramValueText(field, to, locale, t),
  });
}

function whatText(nodes: readonly Named[], locale: Locale, t: T): string {
  const [node, ...others] = nodes;
  return node && others.length === 0 ? nodeName(node, locale) : t('nodes', { count: nodes.length });
}

function trainingText(fields: readonly string[], t: T): string {
  const names = fields.map((field) => t(`training.${field}`, { defaultValue: field }));
  return t('change.training', { fields: names.join(t('comma')) });
}

function changeText(change: Change, locale: Locale, t: T): string {
  switch (change.kind) {
    case 'add':
    case 'remove':
    case 'move':
    case 'bypass':
    case 'restore':
    case 'insert':
    case 'params':
      return t(`change.${change.kind}`, { what: whatText(change.nodes, locale, t) });
    case 'rename': {
      const before = nodeName({ ...change.node, name: change.before }, locale);
      return t('change.rename', { before, name: nodeName(change.node, locale) });
    }
    case 'param':
      return paramText(change, locale, t);
    case 'connect':
    case 'rewire':
    case 'disconnect':
      return t(`change.${change.kind}`, { from: nodeName(change.from, locale), to: nodeName(change.to, locale) });
    case 'wires':
      return t('change.wires', { count: change.added + change.removed });
    case 'training':
      return trainingText(change.fields, t);
    case 'project':
      return t('change.project', { name: change.name });
    default:
      return t(`change.${change.kind}`);
  }
}

function actText({ act, change }: HistoryEntry, locale: Locale, t: T): string {
  const plain = changeText(change, locale, t);
  if (!act) return plain;
  return t(`act.${act}`, { what: 'nodes' in change ? whatText(change.nodes, locale, t) : plain, change: plain });
}

/** What a step of undo did, as a sentence in the interface's language. */
export function useEntryText(): (entry: HistoryEntry) => string {
  const { t } = useTranslation('history');
  const locale = useUi((state) => state.locale);
  return (entry) => actText(entry, locale, t);
}
