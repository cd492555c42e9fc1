import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { type Endpoint, nodeOf } from '../../document/edit';
import { shownDrawing } from '../../stores/drawing';
import { useCanvas } from '../canvas/canvasStore';
import { COLUMN_GAP, NODE_WIDTH, nodeHeight } from '../canvas/geometry';

interface Props {
  readonly label: string;
  /** The output that the new layer goes on from. */
  readonly after?: Endpoint;
}

/** Opens the search for a layer beside the button: behind a node only what fits there, wired to it. */
export function AddHere({ label, after }: Props) {
  const open = (event: MouseEvent<HTMLButtonElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const screen = { x: box.left, y: box.bottom + 4 };
    const { set, centre } = useCanvas.getState();
    const node = after && nodeOf(shownDrawing(), after.node);
    const at = node
      ? {
          x: node.position.x + 1.5 * NODE_WIDTH + COLUMN_GAP,
          y: node.position.y + nodeHeight(node) / 2,
        }
      : centre();
    set({ quickAdd: { screen, at, ...(after ? { wire: { end: after, side: 'source' as const } } : {}) } });
  };
  return (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<IconPlus size={14} />}
      onClick={open}
      data-testid={after ? 'outline-add-after' : 'outline-add'}
    >
      {label}
    </Button>
  );
}
