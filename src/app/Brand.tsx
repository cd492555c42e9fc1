import styles from './Brand.module.css';

/** Two threads that cross: the mark of Netloom. */
export function Brand() {
  return (
    <span className={styles.brand}>
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="var(--accent)" />
        <g fill="none" stroke="var(--on-accent)" strokeWidth="2.6" strokeLinecap="round">
          <path d="M8 9.5c8 0 8 13 16 13" />
          <path d="M8 22.5c3.2 0 5.1-2.1 6.5-4.6M17.5 14.1c1.4-2.5 3.3-4.6 6.5-4.6" />
        </g>
        <g fill="var(--on-accent)">
          <circle cx="8" cy="9.5" r="2.6" />
          <circle cx="8" cy="22.5" r="2.6" />
          <circle cx="24" cy="9.5" r="2.6" />
          <circle cx="24" cy="22.5" r="2.6" />
        </g>
      </svg>
      <span className={styles.name}>Netloom</span>
    </span>
  );
}
