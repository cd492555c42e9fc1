import { Checkbox, NumberInput, Slider } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { setTraining } from '../../document/edit';
import { useDocument } from '../../stores/document';
import { useLockOf } from '../../stores/locks';
import { formatCount } from '../common/format';
import { Lockable, LockScope } from '../inspector/LockScope';
import { Balance } from './Balance';
import styles from './DataRoom.module.css';
import type { LookState } from './useLook';

/** How many examples are learned from, watched and kept for the test. */
export function SplitPanel({ look }: { readonly look: LookState }) {
  const { t } = useTranslation('dataRoom');
  const { validation, seed } = useDocument((state) => state.document.training);
  const edit = useDocument((state) => state.edit);
  const endGesture = useDocument((state) => state.endGesture);
  const lock = useLockOf('training');
  const counts = look.look?.counts;
  const balance = look.look?.balance;
  const unseen = balance?.classes.filter((_, i) => balance.train[i] === 0 && (balance.validation[i] ?? 0) > 0) ?? [];
  return (
    <div className={styles.panel}>
      <div className={styles.split}>
        <LockScope kind="training">
          <Lockable>
            <label htmlFor="data-fraction">
              {t('split.fraction', { share: Math.round(100 * validation.fraction) })}
            </label>
            <Slider
              id="data-fraction"
              thumbLabel={t('split.title')}
              min={0}
              max={50}
              step={1}
              value={Math.round(100 * validation.fraction)}
              label={(value) => `${value}%`}
              onChange={(value) =>
                edit(
                  (document) => setTraining(document, { validation: { ...validation, fraction: value / 100 } }),
                  'split',
                )
              }
              onChangeEnd={endGesture}
              disabled={lock !== undefined}
              data-testid="data-fraction"
            />
            <Checkbox
              label={t('split.stratified')}
              description={t('split.stratifiedHelp')}
              checked={validation.stratified}
              onChange={({ currentTarget: { checked } }) =>
                edit((document) => setTraining(document, { validation: { ...validation, stratified: checked } }))
              }
            />
            <NumberInput
              label={t('split.seed')}
              description={t('split.seedHelp')}
              min={0}
              max={0xffffffff}
              allowDecimal={false}
              value={seed}
              onChange={(value) =>
                typeof value === 'number' && edit((document) => setTraining(document, { seed: value }), 'seed')
              }
              maw={220}
            />
          </Lockable>
        </LockScope>
      </div>
      {counts && (
        <dl className={styles.counts} data-testid="data-counts">
          {(['train', 'validation', 'test'] as const).map((part) => (
            <div key={part}>
              <dt>{t(`part.${part}`)}</dt>
              <dd>{formatCount(counts[part])}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className={styles.hint}>{t('split.testHelp')}</p>
      {unseen.length > 0 && (
        <p className={styles.warning} data-testid="data-unseen">
          {t('unseen', { names: unseen.slice(0, 12).join(', ') })}
        </p>
      )}
      {look.look && <Balance balance={look.look.balance} />}
    </div>
  );
}
