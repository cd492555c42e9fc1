import type { NodeProps } from '@xyflow/react';
import { lazy, Suspense } from 'react';
import type { FrameFlowNode, NoteFlowNode } from './flowTypes';

const Frame = lazy(async () => ({ default: (await import('./FrameNode')).FrameNode }));
const Note = lazy(async () => ({ default: (await import('./NoteNode')).NoteNode }));

/** Frames and notes: their code comes with the first of them. */
export const LazyFrame = (props: NodeProps<FrameFlowNode>) => (
  <Suspense fallback={null}>
    <Frame {...props} />
  </Suspense>
);

export const LazyNote = (props: NodeProps<NoteFlowNode>) => (
  <Suspense fallback={null}>
    <Note {...props} />
  </Suspense>
);
