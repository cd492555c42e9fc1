import { create } from 'zustand';
import type { Diagnostic } from '../../core/diagnostic';
import { openProjectText } from '../../stores/projects';

interface RefusedState {
  /** The file that could not be opened, and why. */
  readonly refused: { readonly file: string; readonly diagnostics: readonly Diagnostic[] } | undefined;
}

export const useRefused = create<RefusedState>()(() => ({ refused: undefined }));

/** Opens a project file in place of the open project; a file that cannot be read changes nothing and is explained. */
export async function openFile(file: File): Promise<void> {
  const opened = await openProjectText(await file.text());
  useRefused.setState({ refused: opened.ok ? undefined : { file: file.name, diagnostics: opened.error } });
}

/** Lets the user choose a project file, by the input that ProjectMenu keeps on the page. */
export function chooseFile(): void {
  document.querySelector<HTMLInputElement>('[data-testid="project-file"]')?.click();
}
