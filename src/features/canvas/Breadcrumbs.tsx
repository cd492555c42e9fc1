import { IconChevronRight } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { enterDrawing } from '../../stores/drawing';
import styles from './Breadcrumbs.module.css';
import { useWay } from './modules';

/** The way into the module on the canvas; each step leads back there. */
export function Breadcrumbs() {
  const { t } = useTranslation('canvas');
  const way = useWay();
  if (way.length === 0) return null;
  const steps = [{ id: '', name: t('module.root') }, ...way];
  return (
    <nav className={styles.way} aria-label={t('module.way')} data-testid="breadcrumbs">
      {steps.map(({ id, name }, depth) => (
        <Fragment key={id}>
          {depth > 0 && <IconChevronRight size={14} aria-hidden />}
          <button
            type="button"
            aria-current={depth === steps.length - 1 ? 'page' : undefined}
            onClick={() => enterDrawing(way.slice(0, depth).map((step) => step.id))}
          >
            {name}
          </button>
        </Fragment>
      ))}
    </nav>
  );
}
