import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ok } from '../../core/result';
import { exportModel } from '../../worker/engine/exportModel';
import type { Command } from '../command';
import { openProject } from '../project';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Write model.onnx: the trained weights of a project, or fresh ones for a template.',
  arguments: ['TEMPLATE|project.json'],
  options: {
    out: {
      type: 'string',
      value: 'FILE|DIR',
      help: 'a file ending in .onnx, or a folder for model.onnx (default: here)',
    },
  },
  async run({ positionals, values, io }) {
    const project = await openProject(positionals[0] ?? '', io);
    if (!project.ok) return project;
    const { document, checkpoint } = project.value;
    const exported = exportModel(document, checkpoint);
    if (!exported.ok) return exported;
    const { bytes, inputName, outputName, classes } = exported.value;
    const target = resolve(io.cwd, typeof values.out === 'string' ? values.out : '.');
    const file = target.endsWith('.onnx') ? target : join(target, 'model.onnx');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    const trained = checkpoint !== undefined;
    return ok({
      json: { file, bytes: bytes.length, inputName, outputName, classes, trained },
      text: `${file}: ${bytes.length} bytes, ${inputName} -> ${outputName}${trained ? '' : ' (untrained)'}`,
    });
  },
};
