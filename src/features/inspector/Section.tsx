import type { ReactNode } from 'react';
import styles from './Inspector.module.css';

/** A part of the inspector under a quiet heading. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h3 className={styles.heading}>{title}</h3>
      {children}
    </section>
  );
}

/** A name and what is known of it. */
export function Fact({
  name,
  value,
  testId,
}: {
  readonly name: string;
  readonly value: string;
  readonly testId?: string;
}) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd data-testid={testId}>{value}</dd>
    </div>
  );
}
