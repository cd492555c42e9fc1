import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DrawingPad } from '../../predict/DrawingPad';
import { rasterize, type Stroke } from '../../predict/rasterize';
import styles from './Collect.module.css';
import { addShot, useCollect } from './collectStore';

/** Paper to draw on; what is kept is drawn as the pad of the prediction draws it. */
export function PadInput() {
  const { t } = useTranslation('dataRoom');
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const keep = () => {
    if (strokes.length === 0) return;
    const { side, channels } = useCollect.getState().draft;
    const ink = rasterize(strokes, { width: side, height: side }, false);
    const pixels = new Uint8Array(channels * ink.length);
    for (let c = 0; c < channels; c++)
      ink.forEach((value, i) => {
        pixels[c * ink.length + i] = Math.round(255 * value);
      });
    addShot(pixels);
    setStrokes([]);
  };
  return (
    <form
      className={styles.paper}
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <DrawingPad
        strokes={strokes}
        onChange={setStrokes}
        onEnter={() => undefined}
        aspect={1}
        picture={undefined}
        hint={strokes.length === 0 ? t('collect.pad.hint') : undefined}
      />
      <div className={styles.row}>
        <Button variant="filled" size="xs" type="submit" disabled={strokes.length === 0} data-testid="pad-keep">
          {t('collect.pad.keep')}
        </Button>
        <Button size="xs" variant="default" disabled={strokes.length === 0} onClick={() => setStrokes([])}>
          {t('collect.pad.clear')}
        </Button>
      </div>
    </form>
  );
}
