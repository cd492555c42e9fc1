import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../core/diagnostic';
import type { ErrorDetails } from '../../core/errors';
import type { Locale } from '../../core/locale';
import { nodeOf } from '../../document/edit';
import { nodeAt } from '../../document/places';
import type { DocNode } from '../../document/schema';
import { portsOf } from '../../layers/registry';
import { analysisOf } from '../../stores/analysis';
import { useDocument } from '../../stores/document';
import { shownDrawing } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { nodeName } from './localize';

/** A node by its place in the model, or by its id on the drawing that is shown. */
const placed = (place: string): DocNode | undefined =>
  nodeOf(shownDrawing(), place) ?? nodeAt(useDocument.getState().document, place);

/** Names in the interface's language for the node that a diagnostic is about, and for its port where it has several. */
function localNames({ nodeId, portId, details }: Diagnostic, locale: Locale): { node?: string; port?: string } {
  const node = nodeId === undefined ? undefined : placed(nodeId);
  if (!node) return {};
  const wanted = portId ?? details?.port;
  const port = portsOf(node).inputs.find((spec) => spec.id === wanted);
  return { node: nodeName(node, locale), ...(port ? { port: port.label[locale] } : {}) };
}

const severalInputs = (nodeId: string | undefined): boolean => {
  const node = nodeId === undefined ? undefined : placed(nodeId);
  return !!node && portsOf(node).inputs.length > 1;
};

/** A shape that no line end splits where it need not. */
const unbroken = (shape: string): string => shape.replaceAll(' ', '\u00a0');

/** `2 [B, N]` and `4 [B, 32, 26, 26]` as shapes; undefined where the rule only counts axes. */
function shapesOf({ expected, actual }: ErrorDetails): { expected: string; actual: string } | undefined {
  const [wanted] = /\[.*\]$/.exec(String(expected)) ?? [];
  const [given] = /\[.*\]$/.exec(String(actual)) ?? [];
  return wanted && given ? { expected: unbroken(wanted), actual: unbroken(given) } : undefined;
}

function sentence(diagnostic: Diagnostic, locale: Locale, t: TFunction<'diagnostics'>): string {
  const { code, details = {}, nodeId } = diagnostic;
  const names = localNames(diagnostic, locale);
  const at = names.port !== undefined && severalInputs(nodeId) ? t('at', { port: names.port }) : '';
  const shapes = code === 'shape.rank' ? shapesOf(details) : undefined;
  // `training.nonFinite` says which value it was by `value`, and has a sentence for each.
  const context = typeof details.value === 'string' ? { context: details.value } : {};
  const inner = code === 'module.inside' ? insideOf(diagnostic) : undefined;
  const problem = inner ? { problem: sentence(inner, locale, t) } : {};
  return t(shapes ? 'shape.form' : code, { ...details, ...context, ...shapes, ...names, ...problem, at });
}

/** What a diagnostic at an instance passes on from inside its module. */
const insideOf = ({ details }: Diagnostic): Diagnostic | undefined =>
  analysisOf(useDocument.getState().document).diagnostics.find(
    ({ nodeId, message }) => nodeId === details?.inner && message === details?.problem,
  );

/** The sentence of a diagnostic in the interface's language; its English message where no translation knows the code. */
export function useDiagnosticText(): (diagnostic: Diagnostic) => string {
  const { t, i18n } = useTranslation('diagnostics');
  const locale = useUi((state) => state.locale);
  return (diagnostic) =>
    i18n.exists(`diagnostics:${diagnostic.code}`) ? sentence(diagnostic, locale, t) : diagnostic.message;
}
