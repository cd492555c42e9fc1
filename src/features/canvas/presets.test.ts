import { describe, expect, it } from 'vitest';
import { analyzeDocument } from '../../document/analyze';
import { connect } from '../../document/edit';
import { modulePresets } from '../../document/modules/presets';
import { templateOf } from '../../document/templates/registry';
import { optionsFor, placePreset } from './presets';

describe('ready-made modules', () => {
  const open = () => templateOf('lstm-stack')?.create() ?? expect.fail('no template');
  const [encoder] = modulePresets;
  if (!encoder) throw new Error('no presets');

  it('become modules of the document under free ids, as wide as what goes in', () => {
    const document = open();
    const shape = analyzeDocument(document).nodes.get('lstm_1')?.outputs.y?.shape;
    const first = placePreset(document, encoder, 'Block', { x: 0, y: 0 }, optionsFor(shape));
    const second = placePreset(first.document, encoder, 'Block', { x: 0, y: 0 }, optionsFor(shape));
    expect(new Set(second.document.modules.map(({ id }) => id)).size).toBe(2);
    const [id = ''] = second.ids;
    const wired = connect(second.document, { node: 'lstm_1', port: 'y' }, { node: id, port: 'x' });
    expect(analyzeDocument(wired).nodes.get(id)?.outputs.y?.shape).toEqual(['B', 10, 128]);
  });

  it('choose heads that divide the features, and nothing where no sequence comes in', () => {
    expect(optionsFor(['B', 5, 30])).toMatchObject({ features: 30, heads: 2 });
    expect(optionsFor(['B', 5, 7])).toMatchObject({ features: 7, heads: 1 });
    expect(optionsFor(['B', 5])).toBeUndefined();
    expect(optionsFor(undefined)).toBeUndefined();
  });
});
