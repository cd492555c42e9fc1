import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconTrash, IconUpload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CatalogueGroup, catalogue } from '../../layers/catalogue';
import { type DatasetCard, dataWorker } from '../../stores/dataRoom';
import { useDocument } from '../../stores/document';
import { useLockOf } from '../../stores/locks';
import { useLocalize } from '../common/localize';
import { Lockable, LockScope } from '../inspector/LockScope';
import { collectMore, isCollectable } from './collect/collectMore';
import styles from './DataRoom.module.css';
import type { ImportKind } from './dataRoomStore';
import { chooseData, chooseOwn } from './editData';

const groups: readonly CatalogueGroup[] = ['pictures', 'text', 'tables', 'series', 'generated'];

interface Props {
  readonly chosen: string;
  readonly importing: boolean;
  /** Brings data of a kind, or undefined: looks at what there is. */
  onImport(kind: ImportKind | undefined): void;
}

/** What there is: the catalogue by kind, and what the user brought. */
export function DatasetList({ chosen, importing, onImport }: Props) {
  const { t } = useTranslation('dataRoom');
  const localize = useLocalize();
  const lock = useLockOf('data');
  const edit = useDocument((state) => state.edit);
  const [own, forget] = useOwn(importing);
  return (
    // where nothing in it can be focused, the keys must still scroll it
    <nav className={styles.list} aria-label={t('list')} tabIndex={lock ? 0 : undefined}>
      <LockScope kind="data">
        <Lockable>
          <Button
            size="xs"
            variant={importing ? 'filled' : 'light'}
            leftSection={<IconUpload size={14} />}
            onClick={() => onImport('table')}
            data-testid="data-import"
          >
            {t('import.open')}
          </Button>
        </Lockable>
        {own.length > 0 && <h3>{t('own')}</h3>}
        {own.map((card) => (
          <div key={card.id} className={styles.ownRow}>
            <Lockable>
              <button
                type="button"
                aria-current={chosen === card.id}
                onClick={() => {
                  onImport(undefined);
                  edit((document) => (chosen === card.id ? document : chooseOwn(document, card, true)));
                }}
                data-testid={`dataset-${card.id}`}
              >
                {card.name}
              </button>
              {isCollectable(card) && (
                <ActionIcon
                  aria-label={t('extend', { name: card.name })}
                  size="sm"
                  onClick={() => void collectMore(card).then((ready) => ready && onImport('collect'))}
                  data-testid={`extend-${card.id}`}
                >
                  <IconPencil size={13} />
                </ActionIcon>
              )}
            </Lockable>
            <ActionIcon aria-label={t('remove', { name: card.name })} size="sm" onClick={() => void forget(card.id)}>
              <IconTrash size={13} />
            </ActionIcon>
          </div>
        ))}
        <Lockable>
          {groups.map((group) => (
            <div key={group}>
              <h3>{t(`group.${group}`)}</h3>
              {catalogue
                .filter((entry) => entry.group === group)
                .map((entry) => (
                  <button
                    key={entry.id}
                    type="button"
                    aria-current={chosen === entry.id}
                    onClick={() => {
                      onImport(undefined);
                      edit((document) => chooseData(document, entry));
                    }}
                    data-testid={`dataset-${entry.id}`}
                  >
                    {localize(entry.title)}
                  </button>
                ))}
            </div>
          ))}
        </Lockable>
      </LockScope>
    </nav>
  );
}

/** The user's own data sets, asked for anew when an import ends. */
function useOwn(importing: boolean): [readonly DatasetCard[], (id: string) => Promise<void>] {
  const [own, setOwn] = useState<readonly DatasetCard[]>([]);
  // a browser without private files has none
  const refresh = () => dataWorker.own().then(setOwn, () => setOwn([]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: an import that ended may have brought one
  useEffect(() => void refresh(), [importing]);
  return [own, async (id) => dataWorker.remove(id).then(refresh, refresh)];
}
