import { parseArgs } from 'node:util';
import { type EngineSpec, engineSpecs } from './engines/engines';
import { type BenchModel, modelOf, models } from './models/registry';

export type Mode = 'steps' | 'memory' | 'compile';

export interface Options {
  readonly mode: Mode;
  readonly models: readonly BenchModel[];
  readonly engines: readonly EngineSpec[];
  /** GPU engines on a software adapter too. */
  readonly software: boolean;
  readonly quick: boolean;
  readonly json: boolean;
  /** Exit code 1 where a bar is missed. */
  readonly check: boolean;
  readonly rounds: number;
  readonly port: number;
}

export const usage = `npm run bench -- [--models a,b] [--engines a,b] [--quick] [--rounds N] [--software-gpu] [--check] [--json]
npm run bench -- --memory | --compile
models:  ${models.map(({ id }) => id).join(' ')}
engines: ${engineSpecs.map(({ id }) => id).join(' ')}`;

/** Reads the command line. Throws on what it does not know. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      models: { type: 'string' },
      engines: { type: 'string' },
      rounds: { type: 'string' },
      port: { type: 'string', default: '4319' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
      compile: { type: 'boolean', default: false },
      'software-gpu': { type: 'boolean', default: false },
    },
  });
  return {
    mode: values.memory ? 'memory' : values.compile ? 'compile' : 'steps',
    models: values.models?.split(',').map(modelOf) ?? models,
    engines: values.engines?.split(',').map(engineOf) ?? engineSpecs,
    software: values['software-gpu'],
    quick: values.quick,
    json: values.json,
    check: values.check,
    rounds: Number(values.rounds ?? (values.quick ? 3 : 8)),
    port: Number(values.port),
  };
}

function engineOf(id: string): EngineSpec {
  const spec = engineSpecs.find((candidate) => candidate.id === id);
  if (!spec) throw new Error(`no engine ${id}: there are ${engineSpecs.map((known) => known.id).join(', ')}`);
  return spec;
}
