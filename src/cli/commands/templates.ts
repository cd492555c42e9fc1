import { ok } from '../../core/result';
import { templates } from '../../document/templates/registry';
import type { Command } from '../command';

export const templatesCommand: Command = {
  name: 'templates',
  summary: 'List the templates.',
  arguments: [],
  options: {},
  async run() {
    const list = templates.map(({ id, title, summary }) => ({ id, title: title.en, summary: summary.en }));
    const width = Math.max(...list.map(({ id }) => id.length));
    return ok({
      json: { templates: list },
      text: list
        .map(({ id, title, summary }) => `${id.padEnd(width)}  ${title}\n${' '.repeat(width)}  ${summary}`)
        .join('\n'),
    });
  },
};
