import { create } from 'zustand';
import type { Diagnostic } from '../core/diagnostic';
import type { ExportedModel } from '../worker/protocol';
import { useDocument } from './document';
import { exporter, trainer } from './engine';
import { useRun } from './run';

/** An ONNX file, and the number of steps its weights were trained for. */
export interface ExportedFile {
  readonly model: ExportedModel;
  readonly step: number;
}

interface ExportState {
  readonly opened: boolean;
  readonly file: ExportedFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Opens the dialog and makes the file with the weights of this moment. */
  open(): void;
  close(): void;
}

/** The weights of this moment: the trainer's while it runs, the last known otherwise. */
async function weightsOfNow() {
  const { status, checkpoint } = useRun.getState();
  if (status !== 'running' && status !== 'paused') return checkpoint;
  return (await trainer.checkpoint().catch(() => undefined)) ?? checkpoint;
}

/** The dialog with both files of the open project. */
export const useExport = create<ExportState>()((set, get) => ({
  opened: false,
  file: undefined,
  diagnostics: [],
  open: () => {
    set({ opened: true, file: undefined, diagnostics: [] });
    void makeFile().then((made) => get().opened && set(made));
  },
  close: () => set({ opened: false, file: undefined, diagnostics: [] }),
}));

async function makeFile(): Promise<Pick<ExportState, 'file' | 'diagnostics'>> {
  const { document } = useDocument.getState();
  const checkpoint = await weightsOfNow();
  try {
    const result = await exporter.exportModel(document, checkpoint);
    if (!result.ok) return { file: undefined, diagnostics: result.error };
    return { file: { model: result.value, step: checkpoint?.step ?? 0 }, diagnostics: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      file: undefined,
      diagnostics: [{ code: 'engine.failed', severity: 'error', message, details: { reason: message } }],
    };
  }
}

/** project.json: the document as it is and the weights of this moment. */
export async function projectText(): Promise<string> {
  const [{ encodeProject }, checkpoint] = await Promise.all([import('../storage/projectFile'), weightsOfNow()]);
  return encodeProject({ document: useDocument.getState().document, checkpoint });
}
