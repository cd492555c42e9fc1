import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { setTraining } from '../../../document/edit';
import { useDocument } from '../../../stores/document';
import { planMemory, type StepCost, useMemoryPlan } from '../../../stores/memoryPlan';
import { formatSi } from '../../common/format';
import { Fold } from './Fold';
import styles from './program.module.css';

const policies = ['none', 'cheap', 'sqrt'] as const;

/** Edits rest for this long before memory is worked out again, ms. */
const PAUSE = 500;

/** What the backward part computes again instead of keeping it: memory against time, with what each choice would cost. */
export function MemoryForm() {
  const { t } = useTranslation('program');
  const chosen = useDocument((state) => state.document.training.recompute ?? 'none');
  return (
    <Fold name="memory" title={t('recompute.title')} summary={t(`recompute.${chosen}`)}>
      <Policies chosen={chosen} />
    </Fold>
  );
}

function Policies({ chosen }: { readonly chosen: (typeof policies)[number] }) {
  const { t } = useTranslation('program');
  const document = useDocument((state) => state.document);
  const { costs, diagnostics, of, busy } = useMemoryPlan();
  useEffect(() => {
    const timer = setTimeout(() => void planMemory(document), useMemoryPlan.getState().of ? PAUSE : 0);
    return () => clearTimeout(timer);
  }, [document]);
  const plain = costs.find(({ policy }) => policy === 'none');
  const choose = (policy: (typeof policies)[number]) =>
    useDocument.getState().edit((now) => setTraining(now, { recompute: policy === 'none' ? undefined : policy }));
  return (
    <>
      <p className={styles.hint}>{t('recompute.help')}</p>
      <div
        role="radiogroup"
        aria-label={t('recompute.title')}
        className={styles.policies}
        data-busy={busy || of !== document}
      >
        {policies.map((policy) => {
          const cost = costs.find((item) => item.policy === policy);
          return (
            <label key={policy} className={styles.policy} data-checked={policy === chosen}>
              <input
                type="radio"
                name="recompute"
                checked={policy === chosen}
                onChange={() => choose(policy)}
                data-testid={`recompute-${policy}`}
              />
              <span className={styles.policyName}>{t(`recompute.${policy}`)}</span>
              <span className={styles.policyCost} data-testid={`memory-${policy}`} data-bytes={cost?.activationBytes}>
                {cost ? formatSi(cost.activationBytes, 'B') : '–'}
              </span>
              <span className={styles.policyHelp}>{t(`recompute.about.${policy}`)}</span>
              <span className={styles.policyWork}>
                {cost && plain && policy !== 'none' && <Difference cost={cost} plain={plain} />}
              </span>
            </label>
          );
        })}
      </div>
      <p className={styles.hint} role="status">
        {diagnostics.length > 0
          ? t('recompute.unknown')
          : plain
            ? t('recompute.lasting', { bytes: formatSi(plain.lastingBytes, 'B') })
            : t('recompute.busy')}
      </p>
    </>
  );
}

/** What a policy saves, and what it asks for that. */
function Difference({ cost, plain }: { readonly cost: StepCost; readonly plain: StepCost }) {
  const { t } = useTranslation('program');
  if (cost.activationBytes >= plain.activationBytes) return t('recompute.noGain');
  const saved = 1 - cost.activationBytes / plain.activationBytes;
  const more = plain.flops > 0 ? cost.flops / plain.flops - 1 : 0;
  return t('recompute.gain', { saved: percentText(saved), more: percentText(more) });
}

/** A share as `21` or `0.5` percent. */
function percentText(share: number): string {
  const percent = 100 * share;
  return percent === 0 || percent >= 9.95 ? percent.toFixed(0) : percent.toFixed(1);
}
