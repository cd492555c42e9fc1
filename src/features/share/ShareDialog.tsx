import { Button, Checkbox, Modal } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../stores/document';
import { hideable, type LockPart, lockable } from '../../stores/lessonLocks';
import { linkTo } from '../../stores/share';
import { formatCount } from '../common/format';
import styles from './share.module.css';
import { useShare } from './shareStore';

/** Longer addresses are cut by some chat and mail programs. */
const LONG = 8_000;
const close = () => useShare.setState({ opened: false });

/** Makes a link that carries the project itself: its graph and how it is trained, not its weights. */
export function ShareDialog() {
  const { t } = useTranslation('share');
  const opened = useShare((state) => state.opened);
  const [locked, setLocked] = useState<ReadonlySet<LockPart>>(new Set());
  const link = useLink(opened, locked);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (link) setCopied(false);
  }, [link]);
  const toggle = (part: LockPart, on: boolean) => {
    const next = new Set(locked);
    if (on) next.add(part);
    else next.delete(part);
    setLocked(next);
  };
  const copy = async () =>
    setCopied(
      await navigator.clipboard.writeText(link).then(
        () => true,
        () => false,
      ),
    );
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('title')}
      size={560}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <p className={styles.lead}>{t('lead')}</p>
      <div className={styles.link}>
        <input
          readOnly
          value={link}
          aria-label={t('link')}
          onFocus={(event) => event.target.select()}
          data-testid="share-link"
        />
        <Button
          variant="filled"
          size="sm"
          leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          onClick={() => void copy()}
          data-autofocus
          data-testid="share-copy"
        >
          {t(copied ? 'copied' : 'copy')}
        </Button>
      </div>
      <p className={styles.facts} role="status">
        {t('length', { characters: formatCount(link.length) })} {link.length > LONG && t('long')}
      </p>
      <Locks title={t('hide')} parts={hideable} locked={locked} onToggle={toggle} />
      <Locks title={t('lock')} parts={lockable} locked={locked} onToggle={toggle} />
    </Modal>
  );
}

/** The link to the open project as it is now; empty until it is made. */
function useLink(opened: boolean, locked: ReadonlySet<LockPart>): string {
  const document = useDocument((state) => state.document);
  const [link, setLink] = useState('');
  useEffect(() => {
    if (!opened) return;
    let current = true;
    void linkTo(document, locked).then((made) => current && setLink(made));
    return () => {
      current = false;
    };
  }, [opened, document, locked]);
  return link;
}

interface LocksProps {
  readonly title: string;
  readonly parts: readonly LockPart[];
  readonly locked: ReadonlySet<LockPart>;
  readonly onToggle: (part: LockPart, on: boolean) => void;
}

function Locks({ title, parts, locked, onToggle }: LocksProps) {
  const { t } = useTranslation('share');
  return (
    <fieldset className={styles.locks}>
      <legend>{title}</legend>
      {parts.map((part) => (
        <Checkbox
          key={part}
          size="xs"
          label={t(`part.${part}`)}
          checked={locked.has(part)}
          onChange={(event) => onToggle(part, event.currentTarget.checked)}
          data-testid={`lock-${part}`}
        />
      ))}
    </fieldset>
  );
}
