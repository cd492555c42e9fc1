import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Point } from '../../document/edit';
import styles from './Picker.module.css';

export interface Choice {
  readonly id: string;
  readonly icon: ReactNode;
  readonly name: string;
  /** Said small at the end of the line. */
  readonly aside?: string | undefined;
  /** Said below the list while this is the one Enter takes. */
  readonly purpose?: string | undefined;
  choose(): void;
}

interface Props {
  readonly screen: Point;
  readonly label: string;
  readonly none: string;
  readonly testId: string;
  readonly choicesFor: (query: string) => readonly Choice[];
  readonly onClose: () => void;
}

const WIDTH = 300;
const HEIGHT = 348;

/** A search box over a list: type, arrows, Enter. Closes by Escape, by a choice and by a click elsewhere. */
export function Picker({ screen, label, none, testId, choicesFor, onClose }: Props) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const panel = useRef<HTMLDivElement>(null);
  const choices = choicesFor(query);
  const current = choices[active];

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !panel.current?.contains(event.target)) onClose();
    };
    window.addEventListener('pointerdown', outside, true);
    return () => window.removeEventListener('pointerdown', outside, true);
  }, [onClose]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the option Enter takes stays in sight
  useEffect(() => {
    panel.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, query]);

  const take = (choice: Choice | undefined) => {
    onClose();
    choice?.choose();
  };
  const step = (by: number) => setActive((active + by + choices.length) % Math.max(1, choices.length));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') take(current);
    else if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const left = Math.max(8, Math.min(screen.x, window.innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(screen.y, window.innerHeight - HEIGHT - 8));
  const optionId = (choice: Choice) => `${testId}-${choice.id.replace(/[^\w-]/g, '_')}`;
  return (
    <div
      ref={panel}
      className={styles.panel}
      style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}
      data-testid={testId}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the search opens because the user asked to type
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={`${testId}-list`}
        aria-activedescendant={current && optionId(current)}
        aria-label={label}
        placeholder={label}
        className={styles.input}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={`${testId}-list`} aria-label={label} className={styles.list} tabIndex={-1}>
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
          <div
            key={choice.id}
            id={optionId(choice)}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={styles.option}
            onPointerMove={() => index !== active && setActive(index)}
            onClick={() => take(choice)}
          >
            {choice.icon}
            <span className={styles.name}>{choice.name}</span>
            {choice.aside && <span className={styles.aside}>{choice.aside}</span>}
          </div>
        ))}
      </div>
      {choices.length === 0 && (
        <p className={styles.none} role="status">
          {none}
        </p>
      )}
      {current?.purpose && <p className={styles.purpose}>{current.purpose}</p>}
    </div>
  );
}
