import { useEffect, useState } from 'react';
import type { Documentation } from '../../layers/documentation';

type Texts = ReadonlyMap<string, Documentation>;

let texts: Texts | undefined;

/** What is written about every layer, by type; undefined until it has come, soon after the first screen. */
export function useDocumentation(): Texts | undefined {
  const [loaded, setLoaded] = useState(texts);
  useEffect(() => {
    if (texts) return;
    let current = true;
    void import('../../layers/documentation').then(({ documentation }) => {
      texts = documentation;
      if (current) setLoaded(documentation);
    });
    return () => {
      current = false;
    };
  }, []);
  return loaded;
}
