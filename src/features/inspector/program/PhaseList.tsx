import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCopy, IconDots, IconPlus, IconTrash } from '@tabler/icons-react';
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addPhase, duplicatePhase, MOST_PHASES, movePhase, removePhase } from '../../../document/edit/phases';
import { sizeOfSlots } from '../../../document/phaseParts';
import { freeName } from '../../../document/phaseProblems';
import { updates, weightIn } from '../../../document/phases';
import type { NetDocument, Phase } from '../../../document/schema';
import { useDocument } from '../../../stores/document';
import { useChosenPhase, usePhaseView } from '../../../stores/phaseView';
import { useProgramParts } from '../../../stores/program';
import { formatCount } from '../../common/format';
import { Lockable } from '../LockScope';
import { phaseColor, usePhaseName } from './names';
import styles from './program.module.css';

const choose = (phase: number): void => usePhaseView.setState({ phase });

/** One edit, one step of undo; then the form is about that phase. */
function edit(change: (document: NetDocument) => NetDocument, chosen: number): void {
  const store = useDocument.getState();
  store.endGesture();
  const before = store.document;
  store.edit(change);
  if (useDocument.getState().document !== before) choose(chosen);
}

/** A phase that minimises and updates nothing yet, with the last one's optimizer. */
function nextPhase({ training: { phases } }: NetDocument, name: string): Phase {
  const optimizer = structuredClone(phases.at(-1)?.optimizer ?? { type: 'adam', params: {} });
  return { name: freeName(phases, name), losses: [], updates: [], optimizer };
}

/** The phases of an iteration in their order: choose one to edit it, add, copy, move and remove them. */
export function PhaseList() {
  const { t } = useTranslation('program');
  const phases = useDocument((state) => state.document.training.phases);
  const chosen = useChosenPhase();
  const [target, setTarget] = useState<number | undefined>(undefined);
  const dragged = useRef<number | undefined>(undefined);
  const full = phases.length >= MOST_PHASES;
  const add = () =>
    edit(
      (document) => addPhase(document, nextPhase(document, t('phaseNumber', { number: phases.length + 1 }))),
      phases.length,
    );
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    const from = dragged.current;
    setTarget(undefined);
    if (from !== undefined) edit((document) => movePhase(document, from, to), to);
  };
  return (
    <section className={styles.phases} aria-label={t('phases')} data-testid="phases">
      <header className={styles.listHead}>
        <h3>{t('phases')}</h3>
        <Lockable>
          <button type="button" className={styles.add} disabled={full} onClick={add} data-testid="phase-add">
            <IconPlus size={13} stroke={2} aria-hidden />
            {t('add')}
          </button>
        </Lockable>
      </header>
      <ol className={styles.list}>
        {phases.map((phase, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a phase is known by its place
            key={index}
            className={styles.phase}
            data-chosen={index === chosen}
            data-target={target === index}
            data-testid={`phase-${index}`}
            draggable={phases.length > 1}
            onDragStart={(event) => {
              dragged.current = index;
              event.dataTransfer.effectAllowed = 'move';
            }}
            onDragOver={(event) => {
              if (dragged.current === undefined) return;
              event.preventDefault();
              if (target !== index) setTarget(index);
            }}
            onDragEnd={() => {
              dragged.current = undefined;
              setTarget(undefined);
            }}
            onDrop={(event) => drop(event, index)}
          >
            <PhaseButton phase={phase} index={index} chosen={index === chosen} />
            <Lockable>
              <PhaseMenu phase={phase} index={index} count={phases.length} />
            </Lockable>
          </li>
        ))}
      </ol>
      {phases.length > 1 && <p className={styles.hint}>{t('phasesHint')}</p>}
    </section>
  );
}

interface PhaseProps {
  readonly phase: Phase;
  readonly index: number;
}

function PhaseButton({ phase, index, chosen }: PhaseProps & { readonly chosen: boolean }) {
  const nameOf = usePhaseName();
  const summary = useSummary(phase);
  const list = useRef<HTMLButtonElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Delete') {
      event.preventDefault();
      edit((document) => removePhase(document, index), Math.max(0, index - 1));
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const { phases } = useDocument.getState().document.training;
    const to = Math.max(0, Math.min(phases.length - 1, index + step));
    if (event.shiftKey) edit((document) => movePhase(document, index, to), to);
    const items = list.current?.closest('ol')?.querySelectorAll<HTMLElement>('[data-phase]');
    items?.[to]?.focus();
  };
  return (
    <button
      ref={list}
      type="button"
      data-phase
      className={styles.phaseButton}
      aria-current={chosen}
      aria-keyshortcuts="Shift+ArrowUp Shift+ArrowDown Delete"
      onClick={() => choose(index)}
      onKeyDown={onKeyDown}
    >
      <span className={styles.number} style={{ background: phaseColor(index) }} aria-hidden>
        {index + 1}
      </span>
      <span className={styles.phaseText}>
        <span className={styles.phaseName}>{nameOf(phase, index)}</span>
        <span className={styles.phaseSummary}>{summary}</span>
      </span>
    </button>
  );
}

/** `2 losses · 1,234 values · 2 steps`. */
function useSummary(phase: Phase): string {
  const { t } = useTranslation('program');
  const { losses, slots } = useProgramParts();
  const count = losses.filter(({ path }) => weightIn(phase, path)).length;
  const values = sizeOfSlots(slots.filter((slot) => updates(phase, slot)));
  return [
    t('lossCount', { count }),
    t('valueCount', { count: values, shown: formatCount(values) }),
    ...((phase.steps ?? 1) > 1 ? [t('stepCount', { count: phase.steps })] : []),
  ].join(' · ');
}

function PhaseMenu({ phase, index, count }: PhaseProps & { readonly count: number }) {
  const { t } = useTranslation('program');
  const nameOf = usePhaseName();
  const name = nameOf(phase, index);
  const item = (label: string, icon: typeof IconCopy, id: string, disabled: boolean, act: () => void) => {
    const Icon = icon;
    return (
      <Menu.Item
        leftSection={<Icon size={14} stroke={1.7} />}
        disabled={disabled}
        onClick={act}
        data-testid={`phase-${id}`}
      >
        {label}
      </Menu.Item>
    );
  };
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon
          size={24}
          className={styles.more}
          aria-label={t('actionsOf', { name })}
          data-testid={`phase-menu-${index}`}
        >
          <IconDots size={15} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item(t('duplicate'), IconCopy, 'duplicate', count >= MOST_PHASES, () =>
          edit((document) => duplicatePhase(document, index, freeName(document.training.phases, name)), index + 1),
        )}
        {item(t('moveUp'), IconArrowUp, 'up', index === 0, () =>
          edit((document) => movePhase(document, index, index - 1), index - 1),
        )}
        {item(t('moveDown'), IconArrowDown, 'down', index === count - 1, () =>
          edit((document) => movePhase(document, index, index + 1), index + 1),
        )}
        {item(t('remove'), IconTrash, 'remove', count === 1, () =>
          edit((document) => removePhase(document, index), Math.max(0, index - 1)),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
