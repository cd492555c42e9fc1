import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { nodeOf } from '../../../document/edit';
import { enterDrawing, shownDrawing, useDrawing } from '../../../stores/drawing';
import { useUi } from '../../../stores/ui';
import { nodeName } from '../../common/localize';
import { useCanvas } from '../canvasStore';
import type { CanvasFlowNode } from '../flowTypes';
import { editNode } from '../focusNode';
import { cardBox, middleOf } from '../geometry';
import { firstNode } from '../navigate';
import styles from './Picture.module.css';
import { meets, windowOf } from './scene';

/** Where the Tab key reaches a picture: at the node that had the keyboard last, or the first. The stage paints the ring around it. */
export default function Stop() {
  const { t } = useTranslation('picture');
  const { setCenter } = useReactFlow();
  const flow = useStoreApi<CanvasFlowNode>();
  const locale = useUi((state) => state.locale);
  const at = useCanvas((state) => state.at);
  const drawing = shownDrawing();
  const node = nodeOf(drawing, at ?? '') ?? nodeOf(drawing, firstNode(drawing) ?? '');
  const arrive = () => {
    if (!node) return;
    useCanvas.getState().set({ at: node.id });
    const { transform, width, height } = flow.getState();
    const [x, y, zoom] = transform;
    const box = cardBox(node);
    if (meets(box, windowOf({ x, y, zoom, width, height }))) return;
    const middle = middleOf(box);
    void setCenter(middle.x, middle.y, { zoom });
  };
  const edit = () => {
    if (!node) return;
    if (node.type === 'module') enterDrawing([...useDrawing.getState().path, node.id]);
    else editNode(node.id);
  };
  return (
    <>
      <button
        type="button"
        className={styles.stop}
        data-testid="picture-stop"
        data-stop
        aria-label={t('stop', { nodes: drawing.nodes.length, name: node ? nodeName(node, locale) : '' })}
        aria-describedby="picture-hint"
        onFocus={arrive}
        onClick={edit}
      />
      <span id="picture-hint" className="visuallyHidden">
        {t('hint')}
      </span>
    </>
  );
}
