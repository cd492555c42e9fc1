import { IconChevronRight, IconPointer } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setPhaseUpdates } from '../../../document/edit/phases';
import { type Coverage, coverage, type Part, sizeOfSlots, updatesWith } from '../../../document/phaseParts';
import { updates } from '../../../document/phases';
import type { Phase } from '../../../document/schema';
import { useDocument } from '../../../stores/document';
import { usePhaseView } from '../../../stores/phaseView';
import { programPartsOf, useProgramParts } from '../../../stores/program';
import { formatCount } from '../../common/format';
import fieldStyles from '../fields.module.css';
import { Fold } from './Fold';
import { usePartName } from './names';
import styles from './program.module.css';

/** What a phase updates: everything, or chosen modules and layers, by the list or on the canvas. */
export function PartPicker({ phase: index }: { readonly phase: number }) {
  const { t } = useTranslation('program');
  const { slots, parts } = useProgramParts();
  const phase = useDocument((state) => state.document.training.phases[index]);
  const several = useDocument((state) => state.document.training.phases.length > 1);
  const picking = usePhaseView((state) => state.picking);
  const nameOf = usePartName();
  if (!phase) return null;
  const all = sizeOfSlots(slots);
  const own = sizeOfSlots(slots.filter((slot) => updates(phase, slot)));
  const named = phase.updates?.map(nameOf).join(', ');
  const choose = (some: boolean) => {
    const { edit } = useDocument.getState();
    usePhaseView.setState({ picking: false });
    const everything = () => parts.map(({ path }) => path);
    edit((document) => setPhaseUpdates(document, index, some ? everything() : undefined));
  };
  return (
    <Fold
      name="updates"
      title={t('updates')}
      summary={phase.updates === undefined ? t('everything') : named || t('nothing')}
      open={several || phase.updates !== undefined}
    >
      <div role="radiogroup" aria-label={t('updates')} className={fieldStyles.segments} data-testid="updates">
        {[false, true].map((some) => (
          <label key={String(some)} data-checked={(phase.updates !== undefined) === some}>
            <input
              type="radio"
              name="updates"
              checked={(phase.updates !== undefined) === some}
              onChange={() => choose(some)}
              data-testid={some ? 'updates-chosen' : 'updates-all'}
            />
            {t(some ? 'chosen' : 'everything')}
          </label>
        ))}
      </div>
      {phase.updates !== undefined && (
        <>
          <ul className={styles.parts} data-testid="parts">
            {parts.map((part) => (
              <PartRow key={part.path} part={part} phase={phase} index={index} />
            ))}
          </ul>
          <button
            type="button"
            className={styles.pick}
            aria-pressed={picking}
            onClick={() => usePhaseView.setState({ picking: !picking })}
            data-testid="pick-parts"
          >
            <IconPointer size={14} stroke={1.7} aria-hidden />
            {t(picking ? 'pickDone' : 'pick')}
          </button>
        </>
      )}
      <p className={styles.hint} data-testid="updated-values">
        {t('updatedOf', { own: formatCount(own), all: formatCount(all) })}
      </p>
    </Fold>
  );
}

interface RowProps {
  readonly part: Part;
  readonly phase: Phase;
  readonly index: number;
}

/** A part with a box that has three states, and what lies inside it. */
function PartRow({ part, phase, index }: RowProps) {
  const { t } = useTranslation('program');
  const nameOf = usePartName();
  const [open, setOpen] = useState(false);
  const boxId = useId();
  const state = coverage(phase, part.slots);
  const name = nameOf(part.path);
  return (
    <li>
      <div className={styles.partRow}>
        {part.parts.length > 0 ? (
          <button
            type="button"
            className={styles.expand}
            aria-expanded={open}
            aria-label={t('insideOf', { name })}
            onClick={() => setOpen(!open)}
          >
            <IconChevronRight size={12} stroke={2} className={styles.chevron} />
          </button>
        ) : (
          <span className={styles.expand} />
        )}
        <label className={styles.check} htmlFor={boxId}>
          <TriBox id={boxId} state={state} testId={`part-${part.path}`} onChange={(on) => toggle(part, index, on)} />
          <span title={part.path}>{name}</span>
        </label>
        <span className={styles.count}>{formatCount(sizeOfSlots(part.slots))}</span>
      </div>
      {open && (
        <ul className={styles.inside}>
          {part.parts.map((inner) => (
            <PartRow key={inner.path} part={inner} phase={phase} index={index} />
          ))}
        </ul>
      )}
    </li>
  );
}

function toggle(part: Part, index: number, on: boolean): void {
  useDocument.getState().edit((document) => {
    const phase = document.training.phases[index];
    const { parts } = programPartsOf(document);
    return phase ? setPhaseUpdates(document, index, updatesWith(parts, phase, part.slots, on)) : document;
  });
}

interface BoxProps {
  readonly id: string;
  readonly state: Coverage;
  readonly testId: string;
  readonly onChange: (on: boolean) => void;
}

function TriBox({ id, state, testId, onChange }: BoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = state === 'some';
  }, [state]);
  return (
    <input
      ref={box}
      id={id}
      type="checkbox"
      checked={state === 'all'}
      data-testid={testId}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}
