import { useEffect, useState } from 'react';
import styles from './Inspector.module.css';

/** A formula in LaTeX. KaTeX loads with the first one; until then its source stands in. */
export function Formula({ tex }: { readonly tex: string }) {
  const [html, setHtml] = useState<string | undefined>(undefined);
  useEffect(() => {
    let current = true;
    void import('./katex').then(({ render }) => {
      if (current) setHtml(render(tex));
    });
    return () => {
      current = false;
    };
  }, [tex]);
  if (html === undefined) return <code className={styles.formula}>{tex}</code>;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's own markup of a formula that is part of the program
  return <div className={styles.formula} dangerouslySetInnerHTML={{ __html: html }} />;
}
