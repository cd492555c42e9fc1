import { useDocument } from '../../stores/document';
import { projectText } from '../../stores/export';
import { storedText } from '../../stores/shelf';
import { download, fileStem } from '../export/download';
import { useRefused } from './openFile';

/** Saves a project of this browser, weights and all, as a file; one that cannot be read is explained. */
export async function saveProject(id: string, name: string): Promise<void> {
  const open = useDocument.getState().document.id === id;
  const text = open ? { ok: true as const, value: await projectText() } : await storedText(id);
  if (text?.ok) download(`${fileStem(name, 'netloom')}.json`, text.value, 'application/json');
  else if (text) useRefused.setState({ refused: { file: name, diagnostics: text.error } });
}

/** Saves the open project as a file. */
export function saveOpenProject(): Promise<void> {
  const { id, name } = useDocument.getState().document;
  return saveProject(id, name);
}
