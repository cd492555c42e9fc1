import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { type KeyboardEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeOf } from '../../document/edit';
import { useShown, useShownAnalysis } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { deleteSelection } from '../canvas/commands';
import { useNodeProblem } from '../canvas/problems';
import { useDiagnosticText } from '../common/diagnosticText';
import { formatChip } from '../common/format';
import { LayerIcon } from '../common/LayerIcon';
import { nodeName } from '../common/localize';
import { Details } from './Details';
import type { Item } from './items';
import styles from './Outline.module.css';

interface Props {
  readonly item: Item;
  /** The selected node shows its wires and what can be done with it. */
  readonly open: boolean;
  /** The one row that Tab comes to. */
  readonly reachable: boolean;
}

/** The keyboard goes on to a neighbour of what was deleted. */
function deleteNode({ node, from, to }: Item): void {
  useUi.getState().select([node.id]);
  deleteSelection();
  const next = [...from, ...to][0];
  if (next) useUi.getState().select([next]);
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-outline="${next}"]`)?.focus());
}

/** One node of the outline. */
export const OutlineItem = memo(function OutlineItem({ item, open, reachable }: Props) {
  const { t } = useTranslation('outline');
  const { node, name, brief } = item;
  const problem = useNodeProblem(node.id);
  const sentenceOf = useDiagnosticText();
  const chip = useShapeChip(node.id);
  const told = useTold(item);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return;
    event.preventDefault();
    event.stopPropagation();
    deleteNode(item);
  };
  return (
    <li className={styles.item} data-open={open} data-problem={problem?.severity}>
      <button
        type="button"
        id={`outline-${node.id}`}
        data-outline={node.id}
        data-testid={`outline-${node.id}`}
        className={styles.row}
        data-disabled={node.disabled}
        tabIndex={reachable ? 0 : -1}
        aria-expanded={open}
        aria-describedby={`outline-told-${node.id}`}
        onClick={() => useUi.getState().revealNode(node.id)}
        onKeyDown={onKeyDown}
      >
        {problem ? (
          <IconAlertTriangleFilled size={14} className={styles.warn} aria-hidden />
        ) : (
          <LayerIcon type={node.type} />
        )}
        <span className={styles.name}>
          {name} <span className={styles.brief}>{brief}</span>
        </span>
        <span className={styles.chip}>{chip}</span>
      </button>
      <span id={`outline-told-${node.id}`} className="visuallyHidden">
        {problem ? `${sentenceOf(problem)} ${told}` : told}
        {node.disabled && t('bypassed')}
      </span>
      {open && <Details item={item} onDelete={() => deleteNode(item)} />}
    </li>
  );
});

/** Shape at the first output; at the first input where nothing goes out. */
function useShapeChip(id: string): string {
  return useShownAnalysis((analysis) => {
    const found = analysis.nodes.get(id);
    const type = Object.values(found?.outputs ?? {})[0] ?? Object.values(found?.inputs ?? {})[0];
    return type ? formatChip(type.shape) : '–';
  });
}

/** Where a node's values come from and go to, for who hears the list. */
function useTold({ from, to }: Item): string {
  const { t } = useTranslation('outline');
  const locale = useUi((state) => state.locale);
  const document = useShown((drawing) => drawing);
  const names = (ids: readonly string[]) =>
    ids.map((id) => nodeName(nodeOf(document, id) ?? { name: '', type: id }, locale)).join(', ') || t('nobody');
  return t('told', { from: names(from), to: names(to) });
}
