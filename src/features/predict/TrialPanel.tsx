import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2 } from '@tabler/icons-react';
import { type ComponentType, type LazyExoticComponent, lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { analysisOf } from '../../stores/analysis';
import { useDocument } from '../../stores/document';
import { usePredict } from '../../stores/predict';
import { Hint } from '../common/Hint';
import { IconAction } from '../common/IconAction';
import { formatMs } from '../training/format';
import { wake } from './awake';
import { type Facts, factsOf } from './facts';
import { useVersion } from './hooks';
import styles from './PredictPanel.module.css';
import { Picture } from './panels/Picture';
import { partsOf } from './parts';
import { type Trial, trialOf } from './trial';

/** One way of trying a model. */
export interface TrialProps<K extends Trial['kind']> {
  readonly trial: Extract<Trial, { kind: K }>;
  readonly facts: Facts;
}

type Panels = {
  readonly [K in Trial['kind']]: ComponentType<TrialProps<K>> | LazyExoticComponent<ComponentType<TrialProps<K>>>;
};

/** The panel of each way, loaded when a model needs it. */
const panels: Panels = {
  nothing: () => <Nothing />,
  picture: Picture,
  redraw: lazy(async () => ({ default: (await import('./panels/Redraw')).Redraw })),
  generator: lazy(async () => ({ default: (await import('./panels/Generator')).Generator })),
  writer: lazy(async () => ({ default: (await import('./panels/Writer')).Writer })),
  neighbours: lazy(async () => ({ default: (await import('./panels/Neighbours')).Neighbours })),
  translator: lazy(async () => ({ default: (await import('./panels/Translator')).Translator })),
  text: lazy(async () => ({ default: (await import('./panels/Text')).Text })),
  forecast: lazy(async () => ({ default: (await import('./panels/Forecast')).Forecast })),
  recommender: lazy(async () => ({ default: (await import('./panels/Recommender')).Recommender })),
  table: lazy(async () => ({ default: (await import('./panels/Table')).Table })),
  other: lazy(async () => ({ default: (await import('./panels/Other')).Other })),
};

usePredict.getState().derive((document) => partsOf(document, trialOf(factsOf(document, analysisOf(document)))));

/** Tries the exported model in the way that fits what it reads and answers. */
export function TrialPanel() {
  const { t } = useTranslation('predict');
  const document = useDocument((state) => state.document);
  const [large, setLarge] = useState(false);
  const analysis = analysisOf(document);
  const project = useVersion(useDocument((state) => state.opened));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the analysis stays as long as only names and places change
  const facts = useMemo(() => factsOf(document, analysis), [analysis, document.id]);
  const trial = useMemo(() => trialOf(facts), [facts]);
  const sizeLabel = t(large ? 'smaller' : 'larger');
  return (
    <section
      className={styles.panel}
      aria-label={t('title')}
      data-testid="predict"
      data-kind={trial.kind}
      data-large={large}
      onPointerEnter={wake}
      onPointerMove={wake}
      onFocus={wake}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !large) return;
        event.stopPropagation();
        setLarge(false);
      }}
    >
      <header className={styles.head}>
        <h3>{t('title')}</h3>
        <Runtime />
        <IconAction
          label={sizeLabel}
          size={22}
          aria-expanded={large}
          onClick={() => setLarge(!large)}
          data-testid="predict-size"
        >
          {large ? <IconArrowsDiagonalMinimize2 size={14} /> : <IconArrowsDiagonal size={14} />}
        </IconAction>
      </header>
      <Suspense fallback={null}>
        <Chosen key={`${project} ${JSON.stringify(trial)}`} trial={trial} facts={facts} />
      </Suspense>
    </section>
  );
}

/** The panel of a way. The table above has for each kind the panel of that kind. */
function Chosen<K extends Trial['kind']>({ trial, facts }: { trial: Extract<Trial, { kind: K }>; facts: Facts }) {
  const Content = panels[trial.kind as K] as ComponentType<TrialProps<K>>;
  return <Content trial={trial} facts={facts} />;
}

function Nothing() {
  const { t } = useTranslation('predict');
  return <p className={styles.message}>{t('noData')}</p>;
}

/** Which runtime answered, and how fast. */
function Runtime() {
  const { t } = useTranslation('predict');
  const status = usePredict((state) => state.status);
  const provider = usePredict((state) => state.provider);
  const ms = usePredict((state) => state.answer?.ms);
  return (
    <Hint label={t('runtimeHelp')} multiline maw={280}>
      <div className={styles.runtime} data-testid="predict-runtime" data-provider={provider} data-status={status}>
        <span>{status === 'preparing' ? t('preparing') : t(`runtime.${provider ?? 'none'}`)}</span>
        {ms ? <output>{t('ms', { ms: formatMs(ms) })}</output> : null}
      </div>
    </Hint>
  );
}
