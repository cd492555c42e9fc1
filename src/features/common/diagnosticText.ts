import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../core/diagnostic';
import { nodeOf } from '../../document/edit';
import { layers } from '../../layers/registry';
import { useDocument } from '../../stores/document';
import { useUi } from '../../stores/ui';
import { nodeName } from './localize';

/** Names in the interface's language for the node and port that a diagnostic is about. */
function localNames({ nodeId, portId, details }: Diagnostic, locale: 'en' | 'zh-CN'): Record<string, string> {
  const node = nodeId === undefined ? undefined : nodeOf(useDocument.getState().document, nodeId);
  if (!node) return {};
  const wanted = portId ?? details?.port;
  const port = layers.get(node.type)?.ports.inputs.find((spec) => spec.id === wanted);
  return { node: nodeName(node, locale), ...(port ? { port: port.label[locale] } : {}) };
}

/** The sentence of a diagnostic in the interface's language; its English message where no translation knows the code. */
export function useDiagnosticText(): (diagnostic: Diagnostic) => string {
  const { t, i18n } = useTranslation('diagnostics');
  const locale = useUi((state) => state.locale);
  return (diagnostic) => {
    const { code, message, details } = diagnostic;
    if (!i18n.exists(`diagnostics:${code}`)) return message;
    // `training.nonFinite` says which value it was by `value`: one sentence for each.
    const context = typeof details?.value === 'string' ? { context: details.value } : {};
    return t(code, { ...details, ...context, ...localNames(diagnostic, locale) });
  };
}
