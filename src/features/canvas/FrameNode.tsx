import { type NodeProps, NodeResizer } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { setGroup } from '../../document/edit/annotations';
import { useDocument } from '../../stores/document';
import { editShown } from '../../stores/drawing';
import { groupKey } from '../../stores/keys';
import styles from './Annotations.module.css';
import { AnnotationText } from './AnnotationText';
import { useCanvas } from './canvasStore';
import type { FrameFlowNode } from './flowTypes';

/** A coloured frame behind nodes. Its title drags it with everything in it; a double click renames it. */
export const FrameNode = memo(function FrameNode({ data: { group }, selected }: NodeProps<FrameFlowNode>) {
  const { t } = useTranslation('canvas');
  const key = groupKey(group.id);
  const writing = useCanvas((state) => state.writing === key);
  const resize = (_: unknown, { x, y, width, height }: { x: number; y: number; width: number; height: number }) =>
    editShown(
      (drawing) => setGroup(drawing, group.id, { position: { x, y }, size: { width, height } }),
      `resize:${key}`,
    );
  return (
    <section
      className={styles.frame}
      data-testid={`frame-${group.id}`}
      data-color={group.color}
      data-selected={selected}
      aria-label={group.title || t('frame.untitled')}
    >
      <NodeResizer
        isVisible={selected}
        minWidth={96}
        minHeight={64}
        lineClassName={styles.resizeLine ?? ''}
        handleClassName={styles.resizeHandle ?? ''}
        onResize={resize}
        onResizeEnd={useDocument.getState().endGesture}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same */}
      <div className={styles.title} data-grip onDoubleClick={() => useCanvas.getState().set({ writing: key })}>
        {writing ? (
          <AnnotationText
            value={group.title}
            label={t('frame.title')}
            placeholder={t('frame.untitled')}
            className={styles.titleInput}
            maxLength={120}
            onCommit={(title) => editShown((drawing) => setGroup(drawing, group.id, { title }))}
          />
        ) : (
          <span data-empty={group.title === ''}>{group.title || t('frame.untitled')}</span>
        )}
      </div>
    </section>
  );
});
