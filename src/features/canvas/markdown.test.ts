import { describe, expect, it, vi } from 'vitest';
import { render } from './markdown';

vi.mock('katex/dist/katex.min.css', () => ({}));

describe('notes', () => {
  it('are Markdown with formulas', () => {
    expect(render('# Title\n\n- **bold** `code`')).toBe(
      '<h1>Title</h1>\n<ul>\n<li><strong>bold</strong> <code>code</code></li>\n</ul>',
    );
    const html = render('Loss $-\\log p_y$ and\n\n$$\n\\sum_i x_i\n$$');
    expect(html).toContain('class="katex"');
    expect(html).toContain('katex-display');
  });
  it('let nothing run that somebody else wrote', () => {
    const hostile = [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '[x](javascript:alert(1))',
      '![x](javascript:alert(1))',
      '$\\href{javascript:alert(1)}{x}$',
      '[x](" onmouseover="alert(1))',
    ];
    for (const text of hostile) {
      const html = render(text);
      expect(html).not.toMatch(/<script|<img[^>]*onerror|(href|src)="javascript|onmouseover="alert/i);
    }
  });
  it('say that a formula cannot be read rather than fail', () => expect(render('$\\frac{$')).toContain('katex-error'));
  it('open links beside the page', () =>
    expect(render('[x](https://example.com)')).toBe(
      '<p><a target="_blank" rel="noopener noreferrer" href="https://example.com">x</a></p>',
    ));
});
