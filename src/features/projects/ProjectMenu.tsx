import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocks } from '../../stores/lessonLocks';
import { lazyMenu } from '../common/lazyMenu';
import { openFile } from './openFile';
import styles from './projects.module.css';

const ProjectMenuList = lazyMenu(async () => (await import('./ProjectMenuList')).ProjectMenuList);

interface Props {
  /** What opens the menu: the brand. */
  readonly children: ReactNode;
  /** Items of other features, on top. */
  readonly items: ReactNode;
  /** Items of other features about the page itself, below. */
  readonly help: ReactNode;
}

/** The button of the projects' menu, and the file that it opens. */
export function ProjectMenu({ children, items, help }: Props) {
  const { t } = useTranslation('projects');
  const locked = useLocks((state) => state.locked.has('projects'));
  if (locked) return <span className={styles.brandOnly}>{children}</span>;
  return (
    <>
      <ProjectMenuList items={items} help={help}>
        <button type="button" className={styles.menuButton} aria-label={t('menu')} data-testid="project-menu">
          {children}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </ProjectMenuList>
      <input
        type="file"
        accept=".json,application/json"
        className="visuallyHidden"
        tabIndex={-1}
        aria-label={t('open')}
        data-testid="project-file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void openFile(file);
        }}
      />
    </>
  );
}
