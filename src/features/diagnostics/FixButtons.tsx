import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../core/diagnostic';
import { nodeOf } from '../../document/edit';
import { causeOf, type Fix, fixedIn, fixesFor, fixScope } from '../../document/fixes';
import { layers, portsOf } from '../../layers/registry';
import { analysisOf } from '../../stores/analysis';
import { useDocument } from '../../stores/document';
import { wholeDiagnostic } from '../../stores/drawing';
import { useLockOf } from '../../stores/locks';
import type { RefusalReason } from '../../stores/refusal';
import { useUi } from '../../stores/ui';
import { formatCount } from '../common/format';
import { nodeName, useLocalize } from '../common/localize';
import { valueText } from '../common/valueText';
import styles from './FixButtons.module.css';

interface Props {
  readonly diagnostic: Diagnostic;
  /** How many of the fixes, best first. */
  readonly most?: number;
}

/** What a click can do about a diagnostic, at the instance for what is wrong inside; nothing where nothing can be done in one. */
export default function FixButtons({ diagnostic: shown, most = 3 }: Props) {
  const { t } = useTranslation('problems');
  const document = useDocument((state) => state.document);
  const diagnostic = causeOf(analysisOf(document), wholeDiagnostic(shown));
  const labelOf = useFixLabel(diagnostic, shown.code === 'module.inside');
  const fixes = useMemo(
    () => fixesFor(document, analysisOf(document), diagnostic).slice(0, most),
    [document, diagnostic, most],
  );
  const { t: said } = useTranslation('projects');
  const locks = { parameters: useLockOf('parameters'), canvas: useLockOf('canvas'), add: useLockOf('add') };
  const titleOf = (reason: RefusalReason | undefined) => (reason ? said(`refusal.${reason}`) : t('fix.title'));
  if (fixes.length === 0) return null;
  return (
    <span className={styles.fixes}>
      {fixes.map((fix) => (
        <button
          key={`${fix.kind} ${labelOf(fix)}`}
          type="button"
          className={`nodrag ${styles.fix}`}
          data-testid={`fix-${fix.kind}`}
          disabled={locks[kindOf(fix)] !== undefined}
          title={titleOf(locks[kindOf(fix)])}
          onClick={(event) => {
            event.stopPropagation();
            mend(fix, diagnostic);
          }}
        >
          {labelOf(fix)}
        </button>
      ))}
    </span>
  );
}

/** What a fix changes. */
const kindOf = ({ kind }: Fix): 'parameters' | 'add' | 'canvas' =>
  kind === 'param' ? 'parameters' : kind === 'insert' || kind === 'rebuild' ? 'add' : 'canvas';

/** Applies a fix in the drawing that the diagnostic's node stands in; a node it brings is selected and shown. */
function mend(fix: Fix, diagnostic: Diagnostic): void {
  const { document, edit } = useDocument.getState();
  const { moduleId } = fixScope(document, analysisOf(document), diagnostic);
  const before = new Set(document.nodes.map((node) => node.id));
  edit((now) => fixedIn(now, moduleId, fix), undefined, 'fix');
  const added = useDocument.getState().document.nodes.find((node) => !before.has(node.id));
  if (added) useUi.getState().revealNode(added.id);
}

/** @param outside whether the fix is offered at an instance around the node: then it names the node */
function useFixLabel(diagnostic: Diagnostic, outside: boolean): (fix: Fix) => string {
  const { t } = useTranslation('problems');
  const localize = useLocalize();
  const locale = useUi((state) => state.locale);
  const document = useDocument((state) => state.document);
  const { view } = fixScope(document, analysisOf(document), diagnostic);
  const titled = (id: string) => {
    const node = nodeOf(view, id);
    return node ? nodeName(node, locale) : id;
  };
  const costed = (text: string, parameters: number | undefined) =>
    parameters ? t('fix.cost', { fix: text, parameters: formatCount(parameters) }) : text;
  return (fix) => {
    switch (fix.kind) {
      case 'insert': {
        const layer = layers.get(fix.layer);
        const name = layer ? localize(layer.docs.name) : fix.layer;
        const brief = layer && fix.params ? layer.brief(fix.params as never) : '';
        return costed(t('fix.insert', { layer: brief ? `${name} ${brief}` : name }), fix.parameters);
      }
      case 'param': {
        const node = nodeOf(view, fix.node);
        const field = layers.get(node?.type ?? '')?.params[fix.param];
        const param = field ? localize(field.label) : fix.param;
        const value = valueText(field, fix.value, locale);
        const own = !outside && (diagnostic.nodeId === fix.node || diagnostic.nodeId?.endsWith(`/${fix.node}`));
        const text = own ? t('fix.own', { param, value }) : t('fix.param', { node: titled(fix.node), param, value });
        return costed(text, fix.parameters);
      }
      case 'connect': {
        const node = nodeOf(view, fix.from.node);
        const port = node && portsOf(node).outputs.find((spec) => spec.id === fix.from.port);
        return t('fix.connect', { node: titled(fix.from.node), port: port ? localize(port.label) : '' });
      }
      case 'disconnect':
        return t('fix.disconnect');
      case 'rebuild':
        return costed(t('fix.rebuild'), fix.parameters);
      default:
        return fix satisfies never;
    }
  };
}
