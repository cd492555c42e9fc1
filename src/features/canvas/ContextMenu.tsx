import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { disconnect, nodeOf } from '../../document/edit';
import { annotationColors, setGroup, setNote } from '../../document/edit/annotations';
import { editShown, shownDrawing } from '../../stores/drawing';
import { type ChangeKind, useLockOf } from '../../stores/locks';
import { useUi } from '../../stores/ui';
import { alignments } from './alignment';
import { arrangeDrawing } from './arrangeDrawing';
import styles from './ContextMenu.module.css';
import { type MenuTarget, useCanvas } from './canvasStore';
import { copySelection, pasteFromClipboard } from './clipboard';
import {
  addStickyNote,
  alignSelection,
  cutSelection,
  deleteReconnecting,
  deleteSelection,
  distributeSelection,
  duplicateSelection,
  frameSelection,
  renameSelection,
  searchLayersHere,
  selectAll,
  toggleDisabled,
  wireSelection,
} from './commands';
import { groupOf, noteOf } from './items';
import { keysText } from './keys';
import { collapseSelection, enterSelection, expandSelection } from './modules';

/** What can be done with what was clicked on with the other button, or pressed long. */
export default function ContextMenu() {
  const { t } = useTranslation('canvas');
  const menu = useCanvas((state) => state.menu);
  const close = () => useCanvas.getState().set({ menu: undefined });
  if (!menu) return null;
  return (
    <Menu
      key={`${menu.screen.x} ${menu.screen.y}`}
      opened
      onClose={close}
      position="bottom-start"
      offset={0}
      withinPortal
      shadow="md"
      width={256}
      trapFocus
      returnFocus
    >
      <Menu.Target>
        <span className={styles.anchor} style={{ left: menu.screen.x, top: menu.screen.y }} aria-hidden />
      </Menu.Target>
      <Menu.Dropdown data-testid="context-menu" aria-label={t('menu.title')}>
        <Items target={menu.target} screen={menu.screen} />
      </Menu.Dropdown>
    </Menu>
  );
}

function Items({ target, screen }: { readonly target: MenuTarget; readonly screen: { x: number; y: number } }) {
  switch (target.kind) {
    case 'canvas':
      return <CanvasItems at={target.at} screen={screen} />;
    case 'wire':
      return <WireItems id={target.id} at={target.at} screen={screen} />;
    case 'nodes':
      return <NodeItems />;
    case 'annotation':
      return <AnnotationItems id={target.id} />;
    default:
      return target satisfies never;
  }
}

interface ItemProps {
  /** Key of the label in `menu`. */
  readonly name: string;
  readonly keys?: string;
  readonly danger?: boolean;
  /** What it changes: greyed, with the reason, where that is locked. */
  readonly kind?: ChangeKind;
  readonly onClick: () => void;
}

function Item({ name, keys, danger, kind = 'view', onClick }: ItemProps) {
  const { t } = useTranslation('canvas');
  const { t: said } = useTranslation('projects');
  const locked = useLockOf(kind);
  return (
    <Menu.Item
      disabled={locked !== undefined}
      title={locked && said(`refusal.${locked}`)}
      data-testid={`menu-${name}`}
      onClick={onClick}
      {...(danger ? { color: 'red' } : {})}
      rightSection={keys && <span className={styles.keys}>{keysText(keys)}</span>}
    >
      {t(`menu.${name}`)}
    </Menu.Item>
  );
}

interface PlaceProps {
  readonly at: { x: number; y: number };
  readonly screen: { x: number; y: number };
}

function CanvasItems({ at, screen }: PlaceProps) {
  return (
    <>
      <Item name="add" kind="add" keys="/" onClick={() => searchLayersHere(screen, at)} />
      <Item name="note" kind="name" keys="N" onClick={() => addStickyNote(at)} />
      <Item
        name="frame"
        kind="name"
        keys="G"
        onClick={() => {
          useUi.getState().select([]);
          frameSelection(at);
        }}
      />
      <Item name="paste" kind="add" keys="Mod V" onClick={() => void pasteFromClipboard(at)} />
      <Menu.Divider />
      <Item name="selectAll" keys="Mod A" onClick={selectAll} />
      <Item name="arrangeRight" kind="name" keys="L" onClick={() => void arrangeDrawing('right')} />
      <Item name="arrangeDown" kind="name" keys="Shift L" onClick={() => void arrangeDrawing('down')} />
      <Item name="fit" keys="F" onClick={() => useUi.getState().requestFocus([])} />
    </>
  );
}

function WireItems({ id, at, screen }: PlaceProps & { readonly id: string }) {
  return (
    <>
      <Item
        name="insert"
        kind="add"
        onClick={() => useCanvas.getState().set({ quickAdd: { screen, at, onWire: id } })}
      />
      <Item
        name="deleteWire"
        kind="canvas"
        keys="Delete"
        danger
        onClick={() => editShown((drawing) => disconnect(drawing, [id]))}
      />
    </>
  );
}

function NodeItems() {
  const { nodes, annotations } = useUi((state) => state.selection);
  const several = nodes.length + annotations.length > 1;
  const isModule = !several && nodeOf(shownDrawing(), nodes[0] ?? '')?.type === 'module';
  return (
    <>
      {!several && <Item name="rename" kind="name" keys="F2" onClick={renameSelection} />}
      {!several && <Item name="wire" kind="canvas" keys="W" onClick={wireSelection} />}
      <Item name="bypass" kind="canvas" keys="B" onClick={toggleDisabled} />
      <Item name="duplicate" kind="add" keys="Mod D" onClick={duplicateSelection} />
      <Item name="cut" kind="canvas" keys="Mod X" onClick={() => void copySelection().then(cutSelection)} />
      <Item name="copy" keys="Mod C" onClick={() => void copySelection()} />
      <Item name="frame" kind="name" keys="G" onClick={() => frameSelection()} />
      <Item name="collapse" kind="canvas" keys="Mod G" onClick={collapseSelection} />
      {isModule && <Item name="enter" keys="Enter" onClick={enterSelection} />}
      {isModule && <Item name="expand" kind="canvas" keys="Mod Shift G" onClick={expandSelection} />}
      {several && <AlignItems />}
      <Menu.Divider />
      <Item name="deleteReconnect" kind="canvas" keys="Shift Delete" onClick={deleteReconnecting} />
      <Item name="delete" kind="canvas" keys="Delete" danger onClick={deleteSelection} />
    </>
  );
}

function AlignItems() {
  const { t } = useTranslation('canvas');
  return (
    <>
      <Menu.Sub>
        <Menu.Sub.Target>
          <Menu.Sub.Item data-testid="menu-align">{t('menu.align')}</Menu.Sub.Item>
        </Menu.Sub.Target>
        <Menu.Sub.Dropdown>
          {alignments.map((alignment) => (
            <Item key={alignment} name={`aligns.${alignment}`} onClick={() => alignSelection(alignment)} />
          ))}
          <Menu.Divider />
          <Item name="distributes.x" onClick={() => distributeSelection('x')} />
          <Item name="distributes.y" onClick={() => distributeSelection('y')} />
        </Menu.Sub.Dropdown>
      </Menu.Sub>
      <Item name="arrangeRight" keys="L" onClick={() => void arrangeDrawing('right')} />
      <Item name="arrangeDown" keys="Shift L" onClick={() => void arrangeDrawing('down')} />
    </>
  );
}

function AnnotationItems({ id }: { readonly id: string }) {
  const { t } = useTranslation('canvas');
  const drawing = shownDrawing();
  const group = groupOf(drawing, id);
  const note = noteOf(drawing, id);
  const current = group?.color ?? note?.color;
  const paint = (color: (typeof annotationColors)[number]) => {
    if (group) editShown((before) => setGroup(before, group.id, { color }));
    if (note) editShown((before) => setNote(before, note.id, { color }));
    useCanvas.getState().set({ menu: undefined });
  };
  return (
    <>
      <fieldset className={styles.colors} aria-label={t('color')}>
        {annotationColors.map((color) => (
          <button
            key={color}
            type="button"
            className={styles.color}
            data-color={color}
            data-testid={`color-${color}`}
            aria-label={t(`colors.${color}`)}
            role="menuitemradio"
            aria-checked={color === current}
            title={t(`colors.${color}`)}
            onClick={() => paint(color)}
          />
        ))}
      </fieldset>
      <Item name={group ? 'rename' : 'write'} kind="name" keys="F2" onClick={renameSelection} />
      <Item name="duplicate" kind="name" keys="Mod D" onClick={duplicateSelection} />
      <Item name="cut" kind="name" keys="Mod X" onClick={() => void copySelection().then(cutSelection)} />
      <Item name="copy" keys="Mod C" onClick={() => void copySelection()} />
      <Menu.Divider />
      <Item name="delete" kind="name" keys="Delete" danger onClick={deleteSelection} />
    </>
  );
}
