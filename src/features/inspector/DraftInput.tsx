import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../core/result';
import type { FieldIssue } from '../../layers/fields';
import styles from './fields.module.css';
import { useIssueText } from './issueText';

export interface DraftInputProps<T> {
  readonly value: T;
  readonly format: (value: T) => string;
  readonly parse: (text: string) => unknown;
  readonly check: (value: unknown) => Result<T, FieldIssue>;
  /** Called with every right value as it is typed. */
  readonly onCommit: (value: T) => void;
  /** The typing is over. */
  readonly onEnd?: (() => void) | undefined;
  /** The value an arrow key leads to; undefined where there is none. */
  readonly step?: ((value: T, by: number) => T | undefined) | undefined;
  readonly label?: string | undefined;
  readonly labelledBy?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly testId?: string | undefined;
  readonly numeric?: boolean | undefined;
  readonly placeholder?: string | undefined;
  readonly suffix?: string | undefined;
  /** The message hangs below the box and moves nothing. */
  readonly floatingError?: boolean | undefined;
}

/** What is being typed, and the value it was typed over: it counts only as long as that value stands. */
interface Draft<T> {
  readonly text: string;
  readonly over: T;
}

/**
 * A box for one value. Right values are written as they are typed; a wrong one stays in the box with a message that says why,
 * is never written and never bent to fit. Escape goes back to the value that stands.
 */
export function DraftInput<T>(props: DraftInputProps<T>) {
  const {
    value,
    format,
    parse,
    check,
    onCommit,
    onEnd,
    step,
    label,
    labelledBy,
    describedBy,
    testId,
    numeric,
    suffix,
  } = props;
  const { t } = useTranslation('inspector');
  const [draft, setDraft] = useState<Draft<T> | undefined>(undefined);
  const issueText = useIssueText();
  const errorId = useId();
  const current = draft && Object.is(draft.over, value) ? draft : undefined;
  const text = current?.text ?? format(value);
  const checked = current ? check(parse(current.text)) : undefined;
  const issue = checked && !checked.ok ? checked.error : undefined;

  const type = (next: string) => {
    const result = check(parse(next));
    setDraft({ text: next, over: result.ok ? result.value : value });
    if (result.ok) onCommit(result.value);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape' && issue) {
      setDraft(undefined);
      event.stopPropagation();
      return;
    }
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const next = direction === undefined || issue ? undefined : step?.(value, direction * (event.shiftKey ? 10 : 1));
    if (next === undefined) return;
    event.preventDefault();
    setDraft(undefined);
    onCommit(next);
  };
  return (
    <span className={styles.draft} data-floating={props.floatingError}>
      <span className={styles.box} data-invalid={issue !== undefined}>
        <input
          type="text"
          inputMode={numeric ? 'decimal' : undefined}
          autoComplete="off"
          spellCheck={false}
          data-testid={testId}
          aria-label={label}
          aria-labelledby={labelledBy}
          aria-describedby={[issue && errorId, describedBy].filter(Boolean).join(' ') || undefined}
          aria-invalid={issue !== undefined}
          placeholder={props.placeholder}
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => {
            if (!issue) setDraft(undefined);
            onEnd?.();
          }}
        />
        {suffix && <span className={styles.suffix}>{suffix}</span>}
      </span>
      {issue && (
        <span id={errorId} className={styles.error} role="alert">
          {issueText(issue)} <span className={styles.stands}>{t('stands', { value: format(value) })}</span>
        </span>
      )}
    </span>
  );
}
