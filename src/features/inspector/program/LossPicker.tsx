import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { setPhaseLosses } from '../../../document/edit/phases';
import { type DrawnLoss, lossesWith } from '../../../document/phaseParts';
import { weightIn } from '../../../document/phases';
import { float } from '../../../layers/fields';
import { useDocument } from '../../../stores/document';
import { revealPlace } from '../../../stores/drawing';
import { useProgramParts } from '../../../stores/program';
import { formatNumber } from '../../common/format';
import { LayerIcon } from '../../common/LayerIcon';
import { DraftInput } from '../DraftInput';
import { checkParam } from '../FieldControl';
import { parseNumber, stepNumber } from '../numbers';
import { Fold } from './Fold';
import { useLossName } from './names';
import styles from './program.module.css';

const weightField = float({ en: 'Weight', 'zh-CN': '权重' }, 1, -1e6, 1e6);

/** What a phase minimises: every drawn loss with a switch and its weight. */
export function LossPicker({ phase: index }: { readonly phase: number }) {
  const { t } = useTranslation('program');
  const { losses } = useProgramParts();
  const phase = useDocument((state) => state.document.training.phases[index]);
  const several = useDocument((state) => state.document.training.phases.length > 1);
  const nameOf = useLossName();
  if (!phase) return null;
  const chosen = losses.filter(({ path }) => weightIn(phase, path) !== undefined);
  const summary = chosen
    .map((loss) => {
      const weight = weightIn(phase, loss.path) ?? 1;
      return weight === 1 ? nameOf(loss, losses) : `${formatNumber(weight)} × ${nameOf(loss, losses)}`;
    })
    .join(' + ');
  return (
    <Fold
      name="losses"
      title={t('losses')}
      summary={summary || t('none')}
      open={several || losses.length > 1 || chosen.length === 0}
    >
      {losses.length === 0 && <p className={styles.hint}>{t('noLossDrawn')}</p>}
      <ul className={styles.rows}>
        {losses.map((loss) => (
          <LossRow key={loss.path} phase={index} loss={loss} all={losses} name={nameOf(loss, losses)} />
        ))}
      </ul>
      {chosen.length > 1 && <p className={styles.formulaLine}>{t('sumOfLosses', { sum: summary })}</p>}
    </Fold>
  );
}

interface RowProps {
  readonly phase: number;
  readonly loss: DrawnLoss;
  readonly all: readonly DrawnLoss[];
  readonly name: string;
}

function LossRow({ phase: index, loss, all, name }: RowProps) {
  const { t } = useTranslation('program');
  const labelId = useId();
  const weight = useDocument(({ document }) => {
    const phase = document.training.phases[index];
    return phase && weightIn(phase, loss.path);
  });
  const { edit, endGesture } = useDocument.getState();
  const set = (next: number | undefined, gesture?: string) =>
    edit((document) => {
      const { phases } = document.training;
      const phase = phases[index];
      if (!phase) return document;
      const wanted = lossesWith(all, phase, loss.path, next);
      // one phase over every loss says so in general: a loss drawn later counts too
      const isPlain = phases.length === 1 && wanted.length === all.length && wanted.every((item) => item.weight === 1);
      return setPhaseLosses(document, index, isPlain ? undefined : wanted);
    }, gesture);
  return (
    <li className={styles.lossRow} data-on={weight !== undefined}>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={weight !== undefined}
          onChange={(event) => set(event.target.checked ? 1 : undefined)}
          data-testid={`loss-${loss.path}`}
        />
        <LayerIcon type={loss.node.type} size={14} />
        <span id={labelId} title={name}>
          {name}
        </span>
      </label>
      {weight === undefined ? (
        <button type="button" className={styles.quiet} onClick={() => revealPlace(loss.path)}>
          {t('show')}
        </button>
      ) : (
        <span className={styles.weight}>
          <span aria-hidden>×</span>
          <DraftInput
            numeric
            label={t('weightOf', { name })}
            value={weight}
            format={formatNumber}
            parse={parseNumber}
            check={(value) => {
              const checked = checkParam(weightField)(value);
              return checked.ok ? { ok: true, value: Number(checked.value) } : checked;
            }}
            step={(from, by) => stepNumber(weightField, from, by)}
            testId={`weight-${loss.path}`}
            onCommit={(value) => set(value, `weight:${index}:${loss.path}`)}
            onEnd={endGesture}
          />
        </span>
      )}
    </li>
  );
}
