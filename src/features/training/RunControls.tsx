import { Button, Kbd } from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForwardFilled,
  IconPlayerStopFilled,
  IconRestore,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { setTraining } from '../../document/edit';
import { useDocument } from '../../stores/document';
import { type RunStatus, useRun } from '../../stores/run';
import { Hint } from '../common/Hint';
import { IconAction } from '../common/IconAction';
import { DraftInput } from '../inspector/DraftInput';
import { epochsField } from '../inspector/epochsField';
import { checkParam } from '../inspector/FieldControl';
import { parseNumber, stepNumber } from '../inspector/numbers';
import styles from './RunControls.module.css';
import { RunProgress } from './RunProgress';
import { shortcutText, useRunShortcuts } from './shortcuts';
import { startOver } from './startOver';

/** What the main button does next. */
const nextAction: Record<RunStatus, 'train' | 'loading' | 'pause' | 'resume' | 'continue' | 'more' | 'retry'> = {
  idle: 'train',
  loading: 'loading',
  ready: 'resume',
  running: 'pause',
  paused: 'resume',
  stopped: 'continue',
  finished: 'more',
  failed: 'retry',
};

/** The run in the top bar: one button that trains, pauses and resumes, the others beside it, and how far it is. */
export function RunControls() {
  const { t } = useTranslation('training');
  useRunShortcuts();
  const status = useRun((state) => state.status);
  const busy = status === 'running' || status === 'loading' || status === 'paused' || status === 'ready';
  const hasWeights = useRun((state) => state.checkpoint !== undefined);
  const actions = useRun.getState();
  return (
    <fieldset className={styles.controls} aria-label={t('controls')}>
      <MainButton />
      <RunAction
        label={t('step')}
        keys={shortcutText.step}
        disabled={status === 'loading'}
        onClick={() => void actions.step()}
        icon={<IconPlayerSkipForwardFilled size={15} />}
        testId="run-step"
      />
      <RunAction
        label={t(status === 'loading' ? 'cancel' : 'stop')}
        keys={shortcutText.stop}
        disabled={!busy}
        onClick={() => void actions.stop()}
        icon={<IconPlayerStopFilled size={15} />}
        testId="run-stop"
      />
      <RunAction
        label={t('startOver')}
        disabled={!hasWeights && !busy && status !== 'failed'}
        onClick={() => void startOver()}
        icon={<IconRestore size={16} stroke={1.8} />}
        testId="run-reset"
      />
      <Epochs />
      <RunProgress />
    </fieldset>
  );
}

function MainButton() {
  const { t } = useTranslation('training');
  const status = useRun((state) => state.status);
  const epochs = useDocument((state) => state.document.training.epochs);
  const action = nextAction[status];
  const { train, pause } = useRun.getState();
  return (
    <Hint label={<WithKeys text={t(`mainHelp.${action}`, { count: epochs })} keys={shortcutText.train} />}>
      <Button
        className={styles.main}
        variant={action === 'pause' ? 'default' : 'filled'}
        leftSection={action === 'pause' ? <IconPlayerPauseFilled size={14} /> : <IconPlayerPlayFilled size={14} />}
        loading={action === 'loading'}
        onClick={() => void (action === 'pause' ? pause() : train())}
        data-testid="run-main"
        data-action={action}
      >
        {t(`main.${action}`)}
      </Button>
    </Hint>
  );
}

interface RunActionProps {
  readonly label: string;
  readonly keys?: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly icon: ReactNode;
  readonly testId: string;
}

function RunAction({ label, keys, disabled, onClick, icon, testId }: RunActionProps) {
  return (
    <IconAction
      label={label}
      hint={<WithKeys text={label} {...(keys ? { keys } : {})} />}
      disabled={disabled}
      onClick={onClick}
      data-testid={testId}
    >
      {icon}
    </IconAction>
  );
}

function WithKeys({ text, keys }: { readonly text: string; readonly keys?: string }) {
  if (!keys) return text;
  return (
    <>
      {text} <Kbd size="xs">{keys}</Kbd>
    </>
  );
}

/** How many epochs one press of the button trains. */
function Epochs() {
  const { t } = useTranslation('training');
  const training = useDocument((state) => state.document.training);
  const edit = useDocument((state) => state.edit);
  const endGesture = useDocument((state) => state.endGesture);
  const { field, read, write } = epochsField;
  return (
    <div className={styles.epochs}>
      <span className={styles.label} aria-hidden="true">
        {t('epochs')}
      </span>
      <DraftInput
        numeric
        floatingError
        label={t('epochs')}
        testId="run-epochs"
        value={read(training)}
        format={String}
        parse={parseNumber}
        check={checkParam(field)}
        step={(from, by) =>
          typeof from === 'number' && field.kind === 'int' ? stepNumber(field, from, by) : undefined
        }
        onCommit={(value) => edit((document) => setTraining(document, write(document.training, value)), 'epochs')}
        onEnd={endGesture}
      />
    </div>
  );
}
