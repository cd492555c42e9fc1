import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDice3, IconEraser } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../stores/document';
import { usePredict } from '../../stores/predict';
import { useDiagnosticText } from '../common/diagnosticText';
import { formatMs } from '../training/format';
import { AnswerBars } from './AnswerBars';
import { DrawingPad } from './DrawingPad';
import styles from './PredictPanel.module.css';
import { usePad } from './pad';
import { isPicture, type PictureInput, pictureInput, pictureTensor } from './picture';
import { rasterize } from './rasterize';
import { drawSeen } from './seen';

/** The exported model at work: draw, and see what it answers. */
export function PredictPanel() {
  const { t } = useTranslation('predict');
  const document = useDocument((state) => state.document);
  const input = useMemo(() => pictureInput(document), [document]);
  return (
    <section className={styles.panel} aria-label={t('title')} data-testid="predict">
      <header className={styles.head}>
        <h3>{t('title')}</h3>
        <Runtime />
      </header>
      {isPicture(input) ? (
        <PicturePredict key={`${input.channels} ${input.height} ${input.width}`} input={input} />
      ) : (
        <p className={styles.message}>{input ? t('notPicture', { shape: input.join(' × ') }) : t('noData')}</p>
      )}
    </section>
  );
}

/** Which runtime answered, and how fast. */
function Runtime() {
  const { t } = useTranslation('predict');
  const status = usePredict((state) => state.status);
  const provider = usePredict((state) => state.provider);
  const ms = usePredict((state) => state.answer?.ms);
  return (
    <Tooltip label={t('runtimeHelp')} multiline maw={280}>
      <div className={styles.runtime} data-testid="predict-runtime" data-provider={provider} data-status={status}>
        <span>{status === 'preparing' ? t('preparing') : t(`runtime.${provider ?? 'none'}`)}</span>
        {ms !== undefined && <output>{t('ms', { ms: formatMs(ms) })}</output>}
      </div>
    </Tooltip>
  );
}

function PicturePredict({ input }: { readonly input: PictureInput }) {
  const { t } = useTranslation('predict');
  const { strokes, sample, draw } = usePad();
  const seen = useRef<HTMLCanvasElement>(null);
  const { ask, prepare } = usePredict.getState();
  const { channels, height, width, centred } = input;

  useEffect(() => {
    const size = { channels, height, width };
    const drawn = strokes.length > 0 ? pictureTensor(rasterize(strokes, size, centred), size) : undefined;
    const question = sample?.x ?? drawn;
    drawSeen(seen.current, question);
    ask(question);
  }, [strokes, sample, channels, height, width, centred, ask]);

  // Closed, the panel asks nothing: no export for it while training.
  useEffect(() => () => ask(undefined), [ask]);

  const seenText = t('seen', { width, height });
  return (
    <div className={styles.body}>
      <div className={styles.paper}>
        <DrawingPad
          strokes={strokes}
          onChange={draw}
          onEnter={prepare}
          aspect={height / width}
          picture={sample?.x}
          hint={strokes.length === 0 && !sample ? t('draw') : undefined}
        />
        <div className={styles.actions}>
          <PadActions />
          <Tooltip label={seenText}>
            <canvas ref={seen} className={styles.seen} role="img" aria-label={seenText} data-testid="seen" />
          </Tooltip>
        </div>
      </div>
      <div className={styles.answer}>
        <AnswerBars />
        <Caption label={sample?.label} />
      </div>
    </div>
  );
}

function PadActions() {
  const { t } = useTranslation('predict');
  const empty = usePad(({ strokes, sample }) => strokes.length === 0 && !sample);
  const { clear, takeSample } = usePad.getState();
  return (
    <>
      <Tooltip label={t('clear')}>
        <ActionIcon aria-label={t('clear')} onClick={clear} disabled={empty} data-testid="pad-clear">
          <IconEraser size={16} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('sample')}>
        <ActionIcon aria-label={t('sample')} onClick={() => void takeSample()} data-testid="pad-sample">
          <IconDice3 size={16} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

/** What the answer is worth: untrained, right or wrong on a test example, or why there is none. */
function Caption({ label }: { readonly label: number | undefined }) {
  const { t } = useTranslation('predict');
  const textOf = useDiagnosticText();
  const status = usePredict((state) => state.status);
  const step = usePredict((state) => state.step);
  const failure = usePredict((state) => state.diagnostics[0]);
  const problem = usePad((state) => state.problem) ?? (status === 'failed' ? failure : undefined);
  const classes = usePredict((state) => state.classes);
  const best = usePredict(({ answer }) => answer?.values.indexOf(Math.max(...answer.values)));
  let text = '';
  if (problem) text = textOf(problem);
  else if (label !== undefined && best !== undefined) {
    text = t(best === label ? 'right' : 'wrong', { label: classes[label] ?? label });
  } else if (best !== undefined && step === 0) text = t('untrained');
  return (
    <p className={styles.caption} role="status" data-testid="predict-caption" title={text}>
      {text}
    </p>
  );
}
