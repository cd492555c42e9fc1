import 'katex/dist/katex.min.css';
import katex from 'katex';

/** HTML with MathML beside it for screen readers; a formula that cannot be read comes back as its source in red. */
export function render(tex: string): string {
  return katex.renderToString(tex, { displayMode: true, throwOnError: false });
}
