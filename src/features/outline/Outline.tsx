import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShown } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { SearchField } from '../common/SearchField';
import { AddHere } from './AddHere';
import { findItems, itemsOf } from './items';
import styles from './Outline.module.css';
import { OutlineItem } from './OutlineItem';
import { useOutline } from './outlineStore';

const focusRow = (id: string | undefined) => document.getElementById(`outline-${id}`)?.focus();

/** The model as a list, node after node as it is computed: everything that the canvas does, without a pointer. */
export function Outline() {
  const { t } = useTranslation('outline');
  const document = useShown((drawing) => drawing);
  const locale = useUi((state) => state.locale);
  const [selected, ...others] = useUi((state) => state.selection.nodes);
  const query = useOutline((state) => state.query);
  const items = useMemo(() => itemsOf(document, locale), [document, locale]);
  const found = useMemo(() => findItems(items, query), [items, query]);
  const open = others.length === 0 && found.some(({ node }) => node.id === selected) ? selected : undefined;
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    if (!list.current?.contains(globalThis.document.activeElement))
      globalThis.document.getElementById(`outline-${open}`)?.scrollIntoView({ block: 'nearest' });
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    const row = event.target instanceof HTMLElement ? event.target.dataset.outline : undefined;
    if (row === undefined) return;
    const at = found.findIndex(({ node }) => node.id === row);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) focusRow(found[Math.max(0, Math.min(found.length - 1, at + step))]?.node.id);
    else if (event.key === 'ArrowRight') focusRow(found[at]?.to[0]);
    else if (event.key === 'ArrowLeft') focusRow(found[at]?.from[0]);
    else if (event.key === 'Home') focusRow(found[0]?.node.id);
    else if (event.key === 'End') focusRow(found.at(-1)?.node.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section className={styles.outline} aria-label={t('title')} data-testid="outline">
      <Search found={found.map(({ node }) => node.id)} />
      <ul className={styles.list} ref={list} onKeyDown={onKeyDown} aria-label={t('title')}>
        {found.map((item, index) => (
          <OutlineItem
            key={item.node.id}
            item={item}
            open={item.node.id === open}
            reachable={open === undefined ? index === 0 : item.node.id === open}
          />
        ))}
      </ul>
      {found.length === 0 && <p className={styles.none}>{t(items.length === 0 ? 'empty' : 'none')}</p>}
      <div className={styles.foot}>
        <AddHere label={t('add')} />
        <output className={styles.count}>{t('count', { count: found.length })}</output>
      </div>
    </section>
  );
}

/** Filters the list; Enter goes from hit to hit on the canvas. */
function Search({ found }: { readonly found: readonly string[] }) {
  const { t } = useTranslation('outline');
  const { query, searches } = useOutline();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (searches > 0) input.current?.select();
  }, [searches]);
  const jump = (back: boolean) => {
    const { selection, revealNode } = useUi.getState();
    const at = found.indexOf(selection.nodes[0] ?? '');
    const next = found.at(back ? Math.max(at, 0) - 1 : (at + 1) % Math.max(1, found.length));
    if (next) revealNode(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') jump(event.shiftKey);
    else if (event.key === 'ArrowDown') focusRow(found[0]);
    else if (event.key === 'Escape' && query) useOutline.setState({ query: '' });
    else return;
    event.preventDefault();
  };
  return (
    <SearchField
      ref={input}
      label={t('search')}
      clearLabel={t('clear')}
      aria-keyshortcuts="Control+F"
      title={t('searchHelp')}
      value={query}
      onSearch={(text) => useOutline.setState({ query: text })}
      onKeyDown={onKeyDown}
      data-testid="outline-search"
    />
  );
}
