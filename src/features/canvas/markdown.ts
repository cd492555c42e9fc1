import 'katex/dist/katex.min.css';
import { micromark } from 'micromark';
import { math, mathHtml } from 'micromark-extension-math';

/** CommonMark with `$x^2$` and `$$x^2$$`. HTML in the text comes out as text, and links that are no web addresses lead nowhere. */
export function render(markdown: string): string {
  const html = micromark(markdown, {
    extensions: [math()],
    htmlExtensions: [mathHtml({ throwOnError: false, trust: false, maxSize: 20, maxExpand: 200 })],
  });
  return html.replaceAll('<a href="', '<a target="_blank" rel="noopener noreferrer" href="');
}
