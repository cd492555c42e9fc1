import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../stores/document';
import { useExport } from '../../stores/export';
import { useRun } from '../../stores/run';
import { plans } from './steps';
import styles from './Tour.module.css';
import { endTour, nextStep, startTour, type TourStep, tourSteps, useTour } from './tourStore';
import { cardPlace, ringPlace, useTargetBox } from './useTargetBox';

/** The tour: points at one thing after another, and does it when asked to. Nothing it covers is out of reach. */
export function Tour() {
  const step = useTour((state) => state.step);
  if (step === undefined) return null;
  return step === 'offer' ? <Offer /> : <Step key={step} step={step} />;
}

/** Asks once. */
function Offer() {
  const { t } = useTranslation('tour');
  const box = useTargetBox(() => document.querySelector('[data-testid="canvas"]'));
  const place = box && { left: box.right - 12, top: box.bottom - 12, transform: 'translate(-100%, -100%)' };
  return (
    <section
      className={`${styles.card} ${styles.offer}`}
      style={place}
      aria-label={t('title')}
      data-testid="tour-offer"
    >
      <h2>{t('offer.title')}</h2>
      <p>{t('offer.text')}</p>
      <div className={styles.actions}>
        <Button variant="filled" onClick={startTour} data-testid="tour-accept">
          {t('offer.start')}
        </Button>
        <Button variant="subtle" color="gray" onClick={endTour} data-testid="tour-skip">
          {t('offer.skip')}
        </Button>
      </div>
    </section>
  );
}

function Step({ step }: { readonly step: TourStep }) {
  const { t } = useTranslation('tour');
  const plan = plans[step];
  const box = useTargetBox(plan.target);
  const card = useRef<HTMLElement>(null);
  const number = tourSteps.indexOf(step) + 1;
  useEffect(() => plan.prepare(), [plan]);
  useDone(step);
  // the keyboard comes along where it was in the card of the step before
  useEffect(() => {
    if (document.activeElement === document.body) card.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      {box && <div className={styles.ring} style={ringPlace(box)} aria-hidden />}
      <section
        ref={card}
        tabIndex={-1}
        className={styles.card}
        style={cardPlace(box)}
        aria-label={t('title')}
        aria-live="polite"
        data-testid={`tour-${step}`}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          endTour();
        }}
      >
        <span className={styles.count}>{t('count', { number, all: tourSteps.length })}</span>
        <h2>{t(`step.${step}.title`)}</h2>
        <p>{t(`step.${step}.text`)}</p>
        <div className={styles.actions}>
          {plan.task && (
            <Button variant="filled" onClick={plan.task.act} data-testid="tour-do">
              {t(`step.${step}.do`)}
            </Button>
          )}
          <Button variant={plan.task ? 'default' : 'filled'} onClick={() => nextStep(step)} data-testid="tour-next">
            {t('next')}
          </Button>
          <Button variant="subtle" color="gray" onClick={endTour} data-testid="tour-end">
            {t('end')}
          </Button>
        </div>
      </section>
    </>
  );
}

/** Goes on as soon as the step is done, by whoever did it. */
function useDone(step: TourStep): void {
  useEffect(() => {
    const look = () => {
      if (plans[step].task?.done()) nextStep(step);
    };
    look();
    const leave = [useDocument, useRun, useExport].map((store) => store.subscribe(look));
    return () => {
      for (const unsubscribe of leave) unsubscribe();
    };
  }, [step]);
}
