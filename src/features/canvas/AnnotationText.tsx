import { type KeyboardEvent, useState } from 'react';
import { useCanvas } from './canvasStore';

interface Props {
  readonly value: string;
  readonly label: string;
  readonly className: string | undefined;
  readonly placeholder?: string;
  /** Several lines; Enter begins a new one, and Escape or a click elsewhere ends. */
  readonly lines?: boolean;
  readonly maxLength: number;
  readonly onCommit: (text: string) => void;
}

/** Text typed in place: written when it is left, unless by Escape out of a single line. */
export function AnnotationText({ value, label, className, placeholder, lines = false, maxLength, onCommit }: Props) {
  const [draft, setDraft] = useState(value);
  const done = (text: string | undefined) => {
    useCanvas.getState().set({ writing: undefined });
    if (text !== undefined && text !== value) onCommit(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') done(lines ? draft : undefined);
    else if (event.key === 'Enter' && (!lines || event.ctrlKey || event.metaKey)) done(draft);
  };
  const shared = {
    autoFocus: true,
    'aria-label': label,
    'data-testid': 'inline-text',
    className: `nodrag nowheel nopan ${className ?? ''}`,
    placeholder,
    maxLength,
    value: draft,
    onBlur: () => done(draft),
    onKeyDown,
    onFocus: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => event.currentTarget.select(),
    onDoubleClick: (event: { stopPropagation(): void }) => event.stopPropagation(),
  };
  if (lines) return <textarea {...shared} onChange={(event) => setDraft(event.target.value)} />;
  return <input {...shared} spellCheck={false} onChange={(event) => setDraft(event.target.value)} />;
}
