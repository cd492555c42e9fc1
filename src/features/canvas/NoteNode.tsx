import { type NodeProps, NodeResizer } from '@xyflow/react';
import { memo, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setNote } from '../../document/edit/annotations';
import { useDocument } from '../../stores/document';
import { editShown } from '../../stores/drawing';
import { noteKey } from '../../stores/keys';
import styles from './Annotations.module.css';
import { AnnotationText } from './AnnotationText';
import { useCanvas } from './canvasStore';
import type { NoteFlowNode } from './flowTypes';

/** A sticky note: Markdown with formulas, written in place after a double click. */
export const NoteNode = memo(function NoteNode({ data: { note }, selected }: NodeProps<NoteFlowNode>) {
  const { t } = useTranslation('canvas');
  const key = noteKey(note.id);
  const writing = useCanvas((state) => state.writing === key);
  const resize = (_: unknown, { x, y, width, height }: { x: number; y: number; width: number; height: number }) =>
    editShown((drawing) => setNote(drawing, note.id, { position: { x, y }, size: { width, height } }), `resize:${key}`);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same
    <div
      className={styles.note}
      data-testid={`note-${note.id}`}
      data-color={note.color}
      data-selected={selected}
      onDoubleClick={() => useCanvas.getState().set({ writing: key })}
    >
      <NodeResizer
        isVisible={selected}
        minWidth={96}
        minHeight={48}
        lineClassName={styles.resizeLine ?? ''}
        handleClassName={styles.resizeHandle ?? ''}
        onResize={resize}
        onResizeEnd={useDocument.getState().endGesture}
      />
      {writing ? (
        <AnnotationText
          lines
          value={note.text}
          label={t('note.text')}
          placeholder={t('note.placeholder')}
          className={styles.noteInput}
          maxLength={10_000}
          onCommit={(text) => editShown((drawing) => setNote(drawing, note.id, { text }))}
        />
      ) : (
        <NoteText text={note.text} />
      )}
    </div>
  );
});

/** The note as HTML that micromark made: it lets no HTML of the note's own through. The plain text until its code is there. */
function NoteText({ text }: { readonly text: string }) {
  const { t } = useTranslation('canvas');
  const [html, setHtml] = useState<string>();
  useEffect(() => {
    let wanted = true;
    if (text !== '') void import('./markdown').then(({ render }) => wanted && setHtml(render(text)));
    return () => {
      wanted = false;
    };
  }, [text]);
  if (text === '') return <p className={styles.noteEmpty}>{t('note.empty')}</p>;
  if (html === undefined) return <p className={styles.notePlain}>{text}</p>;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: micromark escapes HTML and drops links with scripts
  return <div className={`${styles.noteText} nowheel`} dangerouslySetInnerHTML={{ __html: html }} />;
}
