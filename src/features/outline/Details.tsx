import { IconArrowDownLeft, IconArrowUpRight, IconPencil, IconTrash } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeOf } from '../../document/edit';
import { portsOf } from '../../layers/registry';
import { useShown } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { IconAction } from '../common/IconAction';
import { nodeName } from '../common/localize';
import { Lockable, LockScope } from '../inspector/LockScope';
import { Wiring } from '../inspector/Wiring';
import { AddHere } from './AddHere';
import type { Item } from './items';
import styles from './Outline.module.css';

/** Selects a node, shows it on the canvas and gives it the keyboard here. */
function goTo(event: MouseEvent, id: string): void {
  event.preventDefault();
  useUi.getState().revealNode(id);
  document.getElementById(`outline-${id}`)?.focus();
}

/** Opens the inspector with the keyboard in the node's first field. */
function editNode(): void {
  useUi.getState().togglePanel('inspector', true);
  requestAnimationFrame(() =>
    document
      .querySelector<HTMLElement>(
        '[data-testid="inspector"] :is(input, select)[data-testid]:not([data-testid="field-name"])',
      )
      ?.focus(),
  );
}

/** What comes in, what goes out, and what can be done with one node. */
export function Details({ item, onDelete }: { readonly item: Item; readonly onDelete: () => void }) {
  const { t } = useTranslation('outline');
  const { node } = item;
  const output = portsOf(node).outputs[0];
  return (
    <div className={styles.details}>
      <Neighbours ids={item.from} direction="from" />
      <Neighbours ids={item.to} direction="to" />
      <div className={styles.wiring}>
        <LockScope kind="canvas" quiet>
          <Lockable>
            <Wiring node={node} />
          </Lockable>
        </LockScope>
      </div>
      <div className={styles.actions}>
        {output && <AddHere label={t('addAfter')} after={{ node: node.id, port: output.id }} />}
        <IconAction label={t('edit')} onClick={editNode} data-testid="outline-edit">
          <IconPencil size={15} stroke={1.7} />
        </IconAction>
        <IconAction label={t('delete')} onClick={onDelete} data-testid="outline-delete">
          <IconTrash size={15} stroke={1.7} />
        </IconAction>
      </div>
    </div>
  );
}

interface NeighboursProps {
  readonly ids: readonly string[];
  readonly direction: 'from' | 'to';
}

function Neighbours({ ids, direction }: NeighboursProps) {
  const { t } = useTranslation('outline');
  const locale = useUi((state) => state.locale);
  const document = useShown((drawing) => drawing);
  if (ids.length === 0) return null;
  const Icon = direction === 'from' ? IconArrowDownLeft : IconArrowUpRight;
  return (
    <p className={styles.links}>
      <Icon size={13} aria-hidden />
      <span className="visuallyHidden">{t(direction)}</span>
      {ids.map((id) => (
        <a
          key={id}
          href={`#node-${id}`}
          onClick={(event) => goTo(event, id)}
          data-testid={`outline-${direction}-${id}`}
        >
          {nodeName(nodeOf(document, id) ?? { name: '', type: id }, locale)}
        </a>
      ))}
    </p>
  );
}
