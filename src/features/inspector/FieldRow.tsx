import { IconRotate } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParamValue } from '../../document/schema';
import type { Field } from '../../layers/fields';
import { formatNumber } from '../common/format';
import { Hint } from '../common/Hint';
import { useLocalize } from '../common/localize';
import { checkParam, FieldControl } from './FieldControl';
import styles from './fields.module.css';
import { Lockable } from './LockScope';

interface Props {
  readonly name: string;
  readonly field: Field;
  readonly value: ParamValue;
  readonly onCommit: (value: ParamValue) => void;
  readonly onEnd: () => void;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** One parameter: its name (with help), its control, and the way back to its default. */
export function FieldRow({ name, field, value, onCommit, onEnd }: Props) {
  const { t } = useTranslation('inspector');
  const localize = useLocalize();
  const labelId = useId();
  const helpId = useId();
  const help = [field.help && localize(field.help), useRangeText(field)].filter(Boolean).join(' ');
  const label = localize(field.label);
  const reset = () => {
    const value = checkParam(field)(structuredClone(field.default));
    if (value.ok) onCommit(value.value);
    onEnd();
  };
  return (
    <div className={styles.row}>
      <Lockable name={name}>
        <span className={styles.label}>
          {help ? (
            <Hint label={help} multiline w={220} position="top-start" openDelay={250}>
              <span id={labelId} className={styles.helped}>
                {label}
              </span>
            </Hint>
          ) : (
            <span id={labelId}>{label}</span>
          )}
          {help && (
            <span id={helpId} className="visuallyHidden">
              {help}
            </span>
          )}
          {!same(value, field.default) && (
            <button
              type="button"
              className={styles.reset}
              aria-label={t('reset', { label })}
              title={t('resetShort')}
              onClick={reset}
            >
              <IconRotate size={12} />
            </button>
          )}
        </span>
        <FieldControl
          field={field}
          value={value}
          testId={`field-${name}`}
          labelId={labelId}
          helpId={help ? helpId : undefined}
          onCommit={onCommit}
          onEnd={onEnd}
        />
      </Lockable>
    </div>
  );
}

/** Beyond this a bound says nothing to anybody. */
const LARGE = 1_000_000;

/** What numbers a field takes, in a sentence; nothing for other kinds. */
function useRangeText(field: Field): string | undefined {
  const { t } = useTranslation('inspector');
  if (field.kind !== 'int' && field.kind !== 'float' && field.kind !== 'size2') return undefined;
  const [min, max] = [formatNumber(field.min), formatNumber(field.max)];
  const range = Math.abs(field.max) >= LARGE ? t('atLeast', { min }) : t('range', { min, max });
  return t(field.kind === 'float' ? 'any' : 'whole', { range });
}
