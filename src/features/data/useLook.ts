import { useEffect, useState } from 'react';
import type { Diagnostic } from '../../core/diagnostic';
import { type DataPart, dataUrl, dataWorker, type Look } from '../../stores/dataRoom';
import { useDocument } from '../../stores/document';
import { withDataOf } from './editData';

export const PAGE = 24;

export interface LookState {
  readonly part: DataPart;
  readonly from: number;
  readonly step: number;
  readonly look: Look | undefined;
  readonly problems: readonly Diagnostic[];
  readonly busy: boolean;
  show(place: { readonly part?: DataPart; readonly from?: number; readonly step?: number }): void;
}

/**
 * Some examples of a data node of the open document before and after its steps, looked at in the worker whenever what they depend on
 * changes; none without a node.
 */
export function useLook(nodeId: string | undefined): LookState {
  const document = useDocument((state) => state.document);
  const [place, setPlace] = useState<{ part: DataPart; from: number; step: number }>({
    part: 'train',
    from: 0,
    step: 0,
  });
  const [result, setResult] = useState<{ look?: Look; problems: readonly Diagnostic[] }>({ problems: [] });
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (nodeId === undefined) return;
    let current = true;
    setBusy(true);
    const request = { document: withDataOf(document, nodeId), dataUrl, count: PAGE, ...place };
    dataWorker
      .look(request)
      .then(
        (outcome) => (outcome.ok ? { look: outcome.value, problems: [] } : { problems: outcome.error }),
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error);
          return {
            problems: [{ code: 'engine.failed', severity: 'error', message, details: { reason: message } } as const],
          };
        },
      )
      .then((next) => {
        if (!current) return;
        setResult(next);
        setBusy(false);
      });
    return () => {
      current = false;
    };
  }, [nodeId, document, place]);
  const show: LookState['show'] = (change) => setPlace((old) => ({ ...old, ...change }));
  return { ...place, look: result.look, problems: result.problems, busy, show };
}
