import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { telemetry, useRun } from '../../stores/run';
import { formatOf } from './format';
import { isPhaseLoss } from './lines';

/** Tells screen readers what the charts show: every change of state, and every epoch with its validation result. */
export function RunAnnouncer() {
  const { t } = useTranslation('training');
  const status = useRun((state) => state.status);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let announced = telemetry.validation('loss').steps.length;
    return telemetry.subscribe(() => {
      const { steps } = telemetry.validation('loss');
      if (!place.current) return;
      if (steps.length <= announced) {
        announced = steps.length;
        // what was said is of a run that is gone
        if (announced === 0) place.current.textContent = '';
        return;
      }
      announced = steps.length;
      const values = telemetry.names
        .filter((name) => !isPhaseLoss(name))
        .map((name) => {
          const value = telemetry.validation(name).values.at(-1);
          const title = t([`metric.${name}`, 'metric.other'], { name });
          return value === undefined ? '' : `${title} ${formatOf(name)(value)}`;
        });
      place.current.textContent = t('announce.epoch', {
        epoch: telemetry.progress?.epoch ?? announced,
        values: values.join(', '),
      });
    });
  }, [t]);
  return (
    <>
      <div className="visuallyHidden" role="status">
        {t(`status.${status}`)}
      </div>
      <div ref={place} className="visuallyHidden" role="status" data-testid="epoch-said" />
    </>
  );
}
