import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetCard } from '../../../stores/dataRoom';
import { formatCount } from '../../common/format';
import { pictureSides } from '../pictureSides';
import { CameraInput } from './CameraInput';
import { ClassShots } from './ClassShots';
import styles from './Collect.module.css';
import { addClass, useCollect } from './collectStore';
import { countOf, emptyDraft, imbalance, unready } from './draft';
import { PadInput } from './PadInput';
import { type Saving, useSaving } from './useSaving';

type Device = 'pad' | 'camera';

/** Pictures drawn or photographed here, class by class, kept as a data set of one's own. */
export function CollectPanel({ onSaved }: { onSaved(card: DatasetCard): void }) {
  const { t } = useTranslation('dataRoom');
  const [device, setDevice] = useState<Device>('pad');
  const [held, setHeld] = useState(false);
  const draft = useCollect((state) => state.draft);
  const active = useCollect((state) => state.active);
  const saving = useSaving(onSaved);
  useEffect(() => {
    const { draft: known, begin } = useCollect.getState();
    if (known.classes.length === 0 && known.id === undefined)
      begin(emptyDraft([1, 2].map((place) => t('collect.class', { place }))));
  }, [t]);
  const most = Math.max(0, ...draft.classes.map(({ shots }) => shots.length));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys beside the controls that do the same
    <div
      className={styles.panel}
      data-testid="collect"
      onKeyDown={(event) => onKey(event, device, setHeld)}
      onKeyUp={() => setHeld(false)}
      onBlur={() => setHeld(false)}
    >
      <Settings />
      <div className={styles.columns}>
        <div className={styles.device}>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('collect.device')}
            value={device}
            onChange={(value) => setDevice(value === 'camera' ? 'camera' : 'pad')}
            data={(['pad', 'camera'] as const).map((value) => ({ value, label: t(`collect.by.${value}`) }))}
          />
          {device === 'pad' ? <PadInput /> : <CameraInput held={held} />}
          <p className={styles.hint}>{t(`collect.help.${device}`)}</p>
        </div>
        <div className={styles.classes}>
          {draft.classes.map((item, i) => (
            <ClassShots key={item.key} item={item} place={i + 1} active={item.key === active} most={most} />
          ))}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => addClass(t('collect.class', { place: draft.classes.length + 1 }))}
            data-testid="collect-add-class"
          >
            {t('collect.addClass')}
          </Button>
        </div>
      </div>
      <Footer saving={saving} />
    </div>
  );
}

/** A number chooses a class, and takes pictures for it as long as it is held. Ctrl Z takes back. */
function onKey(event: KeyboardEvent, device: Device, setHeld: (held: boolean) => void): void {
  if (event.target instanceof HTMLInputElement && event.target.type === 'text') return;
  const { draft, choose, undo } = useCollect.getState();
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
    event.preventDefault();
    event.nativeEvent.stopPropagation();
    undo();
    return;
  }
  const chosen = /^[1-9]$/.test(event.key) ? draft.classes[Number(event.key) - 1] : undefined;
  if (!chosen || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  choose(chosen.key);
  if (device === 'camera') setHeld(true);
}

/** Name, size and colours; the last two are fixed by the first picture. */
function Settings() {
  const { t } = useTranslation('dataRoom');
  const { draft, change } = useCollect();
  const fixed = countOf(draft) > 0;
  return (
    <div className={styles.row}>
      <TextInput
        size="xs"
        label={t('collect.name')}
        value={draft.name}
        onChange={({ currentTarget: { value } }) => change((old) => ({ ...old, name: value.slice(0, 80) }), 'name')}
        disabled={draft.id !== undefined}
        data-testid="collect-title"
      />
      <NativeSelect
        size="xs"
        label={t('import.side')}
        value={String(draft.side)}
        disabled={fixed}
        onChange={({ currentTarget: { value } }) => change((old) => ({ ...old, side: Number(value) }))}
        data={[...new Set([...pictureSides, draft.side])].map((side) => ({
          value: String(side),
          label: `${side} × ${side}`,
        }))}
        data-testid="collect-side"
      />
      <NativeSelect
        size="xs"
        label={t('import.colour')}
        value={draft.channels === 3 ? 'rgb' : 'grey'}
        disabled={fixed}
        onChange={({ currentTarget: { value } }) => change((old) => ({ ...old, channels: value === 'rgb' ? 3 : 1 }))}
        data={(['grey', 'rgb'] as const).map((value) => ({ value, label: t(`import.${value}`) }))}
        data-testid="collect-colour"
      />
    </div>
  );
}

function Footer({ saving }: { readonly saving: Saving }) {
  const { t } = useTranslation('dataRoom');
  const { draft, past, undo } = useCollect();
  const missing = unready(draft);
  const uneven = imbalance(draft);
  const { failure } = saving;
  return (
    <footer className={styles.footer}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArrowBackUp size={14} />}
        disabled={past.length === 0}
        onClick={undo}
        data-testid="collect-undo"
      >
        {t('collect.undo')}
      </Button>
      <p className={styles.state} role="status" data-testid="collect-state">
        {failure
          ? t(`importProblem.${failure.code}`, { ...failure.details })
          : missing
            ? t(`collect.unready.${missing.code}`, { name: 'name' in missing ? missing.name : '' })
            : uneven
              ? t('collect.uneven', {
                  few: uneven.few.name,
                  fewCount: formatCount(uneven.few.shots.length),
                  many: uneven.many.name,
                  manyCount: formatCount(uneven.many.shots.length),
                })
              : t('collect.total', { n: formatCount(countOf(draft)) })}
      </p>
      <Button
        variant="filled"
        size="xs"
        disabled={missing !== undefined}
        loading={saving.busy}
        onClick={() => void saving.save()}
        data-testid="collect-save"
      >
        {t('collect.save')}
      </Button>
    </footer>
  );
}
