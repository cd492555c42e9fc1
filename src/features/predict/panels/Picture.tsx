import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../../stores/document';
import { usePredict } from '../../../stores/predict';
import { AnswerBars } from '../AnswerBars';
import { Caption } from '../Controls';
import { useAnswer } from '../hooks';
import { Paper, useDrawn } from '../Paper';
import styles from '../PredictPanel.module.css';
import { usePad } from '../pad';
import { classesOf, isPicture, type PictureInput, pictureInput } from '../picture';
import type { TrialProps } from '../TrialPanel';

/** A picture, drawn or of the test split, and what the model says of it. */
export function Picture({ facts }: TrialProps<'picture'>) {
  const { t } = useTranslation('predict');
  const document = useDocument((state) => state.document);
  const input = useMemo(() => pictureInput(document), [document]);
  if (isPicture(input)) return <Drawn input={input} output={facts.output?.name} />;
  return <p className={styles.message}>{input ? t('notPicture', { shape: input.join(' × ') }) : t('noData')}</p>;
}

function Drawn({ input, output }: { readonly input: PictureInput; readonly output: string | undefined }) {
  const document = useDocument((state) => state.document);
  const drawn = useDrawn(input);
  const question = useMemo(() => drawn && { main: { [input.column]: drawn } }, [drawn, input.column]);
  const answer = useAnswer(question, undefined);
  const known = usePredict((state) => state.classes);
  const classes = useMemo(() => (known.length > 0 ? known : classesOf(document)), [known, document]);
  const values = question && answer?.outputs.main?.[output ?? '']?.data;
  const numbers = useMemo(() => values && Float32Array.from(values, Number), [values]);
  return (
    <div className={styles.body}>
      <Paper input={input} drawn={drawn} />
      <div className={styles.answer}>
        <AnswerBars values={numbers} classes={classes} />
        <Judged values={numbers} classes={classes} />
      </div>
    </div>
  );
}

/** What the answer is worth: untrained, right or wrong on a test example, or why there is none. */
function Judged({
  values,
  classes,
}: {
  readonly values: Float32Array | undefined;
  readonly classes: readonly string[];
}) {
  const { t } = useTranslation('predict');
  const label = usePad((state) => state.sample?.label);
  const problem = usePad((state) => state.problem);
  const best = values?.indexOf(Math.max(...values));
  if (label === undefined || best === undefined || values?.length === 1) return <Caption problem={problem} />;
  return (
    <Caption problem={problem}>{t(best === label ? 'right' : 'wrong', { label: classes[label] ?? label })}</Caption>
  );
}
