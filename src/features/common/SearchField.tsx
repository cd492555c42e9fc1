import { IconSearch, IconX } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import styles from './SearchField.module.css';

interface Props extends Omit<ComponentPropsWithRef<'input'>, 'type' | 'value' | 'onChange'> {
  readonly label: string;
  readonly clearLabel: string;
  readonly value: string;
  readonly onSearch: (query: string) => void;
}

/** The box that filters a list, with a cross that empties it. Further attributes are those of its input. */
export function SearchField({ label, clearLabel, value, onSearch, ...input }: Props) {
  return (
    <div className={styles.search}>
      <IconSearch size={14} aria-hidden />
      <input
        {...input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onSearch(event.target.value)}
      />
      {value && (
        <button type="button" aria-label={clearLabel} onClick={() => onSearch('')}>
          <IconX size={13} />
        </button>
      )}
    </div>
  );
}
