import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NetDocument } from '../../document/schema';
import { useDocument } from '../../stores/document';
import { useCurveNames, useRun } from '../../stores/run';
import { useRunSettings } from '../../stores/runSettings';
import { Hint } from '../common/Hint';
import { PredictPanel } from '../predict/PredictPanel';
import { isPhaseLoss, useLossLines } from './lines';
import { MetricChart } from './MetricChart';
import { RunAnnouncer } from './RunAnnouncer';
import { RunNotices } from './RunNotices';
import styles from './TrainingDock.module.css';

/** Loss, the first metric, and the model at work, side by side. */
export function TrainingDock() {
  const { t } = useTranslation('training');
  const names = useCurveNames();
  const expected = useDocument(({ document }) => expectedMetric(document));
  const status = useRun((state) => state.status);
  const metric = names.find((name) => name !== 'loss' && !isPhaseLoss(name)) ?? expected;
  const empty = names.length > 0 ? undefined : t(`empty.${status}`, { defaultValue: t('empty.idle') });
  return (
    <div className={styles.frame}>
      <div className={styles.dock} data-testid="training-dock">
        <div className={styles.run}>
          <RunNotices />
          <div className={styles.charts}>
            <LossChart empty={empty} />
            {metric && <MetricChart name={metric} empty={empty} />}
          </div>
        </div>
        <PredictPanel />
      </div>
      <RunAnnouncer />
    </div>
  );
}

function LossChart({ empty }: { readonly empty: string | undefined }) {
  const { t } = useTranslation('training');
  const { logLoss, set } = useRunSettings();
  const toggle = (
    <Hint label={t('log.help')}>
      <UnstyledButton
        className={styles.toggle}
        aria-pressed={logLoss}
        onClick={() => set({ logLoss: !logLoss })}
        data-testid="log-axis"
      >
        {t('log.label')}
      </UnstyledButton>
    </Hint>
  );
  return <MetricChart name="loss" lines={useLossLines()} log={logLoss} tools={toggle} empty={empty} />;
}

/** Before the first step, what the losses on the canvas will measure. */
function expectedMetric(document: NetDocument): string | undefined {
  if (document.nodes.some((node) => node.type === 'crossEntropy')) return 'accuracy';
  return document.nodes.some((node) => node.type === 'mse') ? 'absoluteError' : undefined;
}
