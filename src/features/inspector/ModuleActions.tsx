import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { moduleUsedBy } from '../../document/places';
import type { DocNode } from '../../document/schema';
import { useDocument } from '../../stores/document';
import { detachSelection, enterSelection, expandSelection } from '../canvas/modules';
import styles from './Inspector.module.css';
import { Lockable } from './LockScope';
import { Section } from './Section';

/** What can be done with an instance of a module, and how many others there are. */
export function ModuleActions({ node }: { readonly node: DocNode }) {
  const { t } = useTranslation('inspector');
  const uses = useDocument(({ document }) => {
    const id = moduleUsedBy(document, node)?.id;
    const drawings = [document, ...document.modules];
    return drawings
      .flatMap(({ nodes }) => nodes)
      .filter(({ type, params }) => type === 'module' && params.module === id).length;
  });
  return (
    <Section title={t('module.title')}>
      <p className={styles.note}>{t('module.uses', { count: uses })}</p>
      <div className={styles.actions}>
        <Button onClick={enterSelection}>{t('module.enter')}</Button>
        <Lockable>
          <Button onClick={expandSelection}>{t('module.expand')}</Button>
          {uses > 1 && <Button onClick={detachSelection}>{t('module.detach')}</Button>}
        </Lockable>
      </div>
    </Section>
  );
}
