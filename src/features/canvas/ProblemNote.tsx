import { useLayoutEffect, useRef, useState } from 'react';
import type { Diagnostic } from '../../core/diagnostic';
import { LazyFixButtons } from '../diagnostics/LazyFixButtons';
import styles from './LayerNode.module.css';

interface Props {
  readonly node: string;
  readonly problem: Diagnostic;
  readonly sentence: string;
}

/** What is wrong with a node and what would mend it: below its card, or above it where the canvas ends below and there is room above. */
export function ProblemNote({ node, problem, sentence }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const [above, setAbove] = useState(false);
  useLayoutEffect(() => {
    const note = ref.current;
    const card = note?.parentElement;
    const canvas = note?.closest('.react-flow');
    if (!note || !card || !canvas) return;
    const place = () => {
      const { top, bottom } = canvas.getBoundingClientRect();
      const { height } = note.getBoundingClientRect();
      const edges = card.getBoundingClientRect();
      setAbove(edges.bottom + height > bottom && edges.top - height > top);
    };
    // its fixes come a moment later and make it taller
    const watcher = new ResizeObserver(place);
    watcher.observe(note);
    return () => watcher.disconnect();
  }, []);
  return (
    <div ref={ref} className={styles.note} data-above={above}>
      <span data-testid={`problem-${node}`} aria-hidden>
        {sentence}
      </span>
      <LazyFixButtons diagnostic={problem} most={1} />
    </div>
  );
}
