import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../core/diagnostic';
import { nodeOf } from '../../document/edit';
import { applyFix, type Fix, fixesFor } from '../../document/fixes';
import { layers, portsOf } from '../../layers/registry';
import { analysisOf } from '../../stores/analysis';
import { useDocument } from '../../stores/document';
import { useUi } from '../../stores/ui';
import { nodeName, useLocalize } from '../common/localize';
import styles from './FixButtons.module.css';

interface Props {
  readonly diagnostic: Diagnostic;
  /** How many of the fixes, best first. */
  readonly most?: number;
}

/** What a click can do about a diagnostic; nothing where nothing can be done in one. */
export function FixButtons({ diagnostic, most = 2 }: Props) {
  const { t } = useTranslation('problems');
  const document = useDocument((state) => state.document);
  const labelOf = useFixLabel();
  const fixes = useMemo(
    () => fixesFor(document, analysisOf(document), diagnostic).slice(0, most),
    [document, diagnostic, most],
  );
  if (fixes.length === 0) return null;
  return (
    <span className={styles.fixes}>
      {fixes.map((fix) => (
        <button
          key={`${fix.kind} ${labelOf(fix)}`}
          type="button"
          className={`nodrag ${styles.fix}`}
          data-testid={`fix-${fix.kind}`}
          title={t('fix.title')}
          onClick={(event) => {
            event.stopPropagation();
            mend(fix);
          }}
        >
          {labelOf(fix)}
        </button>
      ))}
    </span>
  );
}

/** Applies a fix; a node it brings is selected and shown. */
function mend(fix: Fix): void {
  const before = new Set(useDocument.getState().document.nodes.map((node) => node.id));
  useDocument.getState().edit((document) => applyFix(document, fix));
  const added = useDocument.getState().document.nodes.find((node) => !before.has(node.id));
  if (added) useUi.getState().revealNode(added.id);
}

function useFixLabel(): (fix: Fix) => string {
  const { t } = useTranslation('problems');
  const localize = useLocalize();
  const locale = useUi((state) => state.locale);
  const document = useDocument((state) => state.document);
  return (fix) => {
    switch (fix.kind) {
      case 'insert': {
        const layer = layers.get(fix.layer);
        return t('fix.insert', { layer: layer ? localize(layer.docs.name) : fix.layer });
      }
      case 'connect': {
        const node = nodeOf(document, fix.from.node);
        const port = node && portsOf(node).outputs.find((spec) => spec.id === fix.from.port);
        return t('fix.connect', { node: node ? nodeName(node, locale) : '', port: port ? localize(port.label) : '' });
      }
      case 'disconnect':
        return t('fix.disconnect');
      default:
        return fix satisfies never;
    }
  };
}
