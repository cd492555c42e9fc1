import type { Locale } from '../../../core/locale';
import type { DocumentAnalysis } from '../../../document/analysis';
import type { DocNode } from '../../../document/schema';
import { layers, portsOf } from '../../../layers/registry';
import { nodeName } from '../../common/localize';
import { portChips } from '../chips';
import { problemsOf } from '../problems';

/** What a card says, as the picture writes it. */
export interface Facts {
  readonly name: string;
  /** The key parameters in a few characters. */
  readonly brief: string;
  /** Shape in each row of ports, see portChips. */
  readonly chips: readonly string[];
  /** Names of the ports, where there are several on a side. */
  readonly rows: readonly { readonly input: string; readonly output: string }[];
  readonly inputs: number;
  readonly outputs: number;
}

type Still = Omit<Facts, 'chips'>;

const known: Record<Locale, WeakMap<DocNode, Still>> = { en: new WeakMap(), 'zh-CN': new WeakMap() };

/** What does not depend on the rest of the drawing. */
function stillOf(node: DocNode, locale: Locale): Still {
  const made = known[locale].get(node);
  if (made) return made;
  const layer = layers.get(node.type);
  const { inputs, outputs } = portsOf(node);
  const single = inputs.length <= 1 && outputs.length <= 1;
  const brief = layer && node.version === layer.version ? layer.brief(node.params as never) : '';
  const still: Still = {
    name: nodeName(node, locale),
    brief,
    rows: Array.from({ length: Math.max(1, inputs.length, outputs.length) }, (_, row) => ({
      input: single ? brief : (inputs[row]?.label[locale] ?? ''),
      output: single ? '' : (outputs[row]?.label[locale] ?? ''),
    })),
    inputs: inputs.length,
    outputs: outputs.length,
  };
  known[locale].set(node, still);
  return still;
}

/** The worst that is wrong with a node, by its id. */
export const severityOf = (analysis: DocumentAnalysis, id: string): 'error' | 'warning' | undefined => {
  const severity = problemsOf(analysis).byNode.get(id)?.severity;
  return severity === 'error' || severity === 'warning' ? severity : undefined;
};

/** Whether what comes through a wire does not fit. */
export const isWrong = (analysis: DocumentAnalysis, wire: string): boolean => problemsOf(analysis).byEdge.has(wire);

export const nameOf = (node: DocNode, locale: Locale): string => stillOf(node, locale).name;

export const factsOf = (node: DocNode, analysis: DocumentAnalysis, locale: Locale): Facts => ({
  ...stillOf(node, locale),
  chips: portChips(analysis, node),
});
