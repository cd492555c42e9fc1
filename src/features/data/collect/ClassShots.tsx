import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconTrash, IconX } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../common/format';
import styles from './Collect.module.css';
import { removeClass, removeShot, rename, useCollect } from './collectStore';
import type { DraftClass, Shot } from './draft';

/** Thumbnails that are there before more are asked for. */
const SHOWN = 36;

interface Props {
  readonly item: DraftClass;
  /** Place among the classes, from 1. */
  readonly place: number;
  readonly active: boolean;
  /** Pictures of the largest class. */
  readonly most: number;
}

/** One class: its name, how many pictures it has, and the newest of them. */
export const ClassShots = memo(function ClassShots({ item: { key, name, shots }, place, active, most }: Props) {
  const { t } = useTranslation('dataRoom');
  const [shown, setShown] = useState(SHOWN);
  const title = name.trim() || t('collect.class', { place });
  const newest = shots.slice(-shown).reverse();
  return (
    <section className={styles.class} data-active={active} data-testid={`collect-class-${place}`}>
      <header className={styles.classHead}>
        <input
          type="radio"
          name="collect-class"
          checked={active}
          onChange={() => useCollect.getState().choose(key)}
          aria-label={t('collect.choose', { name: title })}
        />
        <TextInput
          size="xs"
          className={styles.className ?? ''}
          aria-label={t('collect.className', { place })}
          value={name}
          onFocus={() => useCollect.getState().choose(key)}
          onChange={({ currentTarget: { value } }) => rename(key, value.slice(0, 80))}
          data-testid={`collect-name-${place}`}
        />
        <output className={styles.count}>{formatCount(shots.length)}</output>
        <ActionIcon size="sm" aria-label={t('collect.removeClass', { name: title })} onClick={() => removeClass(key)}>
          <IconTrash size={13} />
        </ActionIcon>
      </header>
      <span className={styles.share} aria-hidden>
        <span style={{ transform: `scaleX(${most > 0 ? shots.length / most : 0})` }} />
      </span>
      <div className={styles.shots}>
        {newest.map((shot, i) => (
          <Thumbnail
            key={shot.id}
            shot={shot}
            label={t('collect.removeShot', { place: shots.length - i, name: title })}
            onRemove={() => removeShot(key, shot.id)}
          />
        ))}
        {shots.length > shown && (
          <Button size="compact-xs" variant="subtle" onClick={() => setShown(shown + 5 * SHOWN)}>
            {t('collect.more', { n: formatCount(shots.length - shown) })}
          </Button>
        )}
      </div>
    </section>
  );
});

interface ThumbnailProps {
  readonly shot: Shot;
  readonly label: string;
  onRemove(): void;
}

function Thumbnail({ shot: { pixels }, label, onRemove }: ThumbnailProps) {
  const { side, channels } = useCollect.getState().draft;
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(side, side);
    const size = side * side;
    for (let p = 0; p < size; p++)
      for (let c = 0; c < 4; c++)
        image.data[4 * p + c] = c === 3 ? 255 : (pixels[(channels === 3 ? c : 0) * size + p] ?? 0);
    context.putImageData(image, 0, 0);
  }, [pixels, side, channels]);
  return (
    <button type="button" className={styles.shot} aria-label={label} onClick={onRemove} data-testid="collect-shot">
      <canvas ref={ref} width={side} height={side} aria-hidden />
      <IconX size={14} aria-hidden />
    </button>
  );
}
