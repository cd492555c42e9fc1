import type { Locale, Localized } from '../../core/locale';
import { defaultsOf, type Fields, type ParamsOf } from '../../layers/fields';
import { layerOf } from '../../layers/registry';
import { edgeId } from '../edit';
import { COLUMN, ROW } from '../grid';
import {
  DOCUMENT_VERSION,
  type DocEdge,
  type DocModule,
  type DocNode,
  type NetDocument,
  type ParamValue,
  type Phase,
  type TrainingProgram,
} from '../schema';

/** A project to start from. */
export interface Template {
  readonly id: string;
  readonly title: Localized;
  readonly summary: Localized;
  /** @param locale of the names in it; English unless said */
  create(locale?: Locale): NetDocument;
}

interface TemplateBody {
  readonly nodes: readonly DocNode[];
  /** `from.port -> to.port` */
  readonly wires: readonly string[];
  readonly modules?: readonly DocModule[];
  readonly training: TrainingProgram;
}

export function defineTemplate(
  id: string,
  title: Localized,
  summary: Localized,
  body: (locale: Locale) => TemplateBody,
): Template {
  const create = (locale: Locale = 'en'): NetDocument => {
    const { nodes, wires, modules = [], training } = body(locale);
    return {
      format: 'netloom',
      version: DOCUMENT_VERSION,
      id,
      name: title[locale],
      nodes: [...nodes],
      edges: wired(wires),
      groups: [],
      notes: [],
      modules: [...modules],
      training,
    };
  };
  return { id, title, summary, create };
}

/** A node at a column and row of the grid; what `params` leaves out is at its default. */
export function place<F extends Fields = Fields>(
  id: string,
  type: string,
  [column, row]: readonly [number, number],
  params: Partial<ParamsOf<F>> = {},
): DocNode {
  const layer = layerOf(type);
  const all = { ...defaultsOf(layer.params), ...params } as Record<string, ParamValue>;
  return { id, type, version: layer.version, name: '', params: all, position: { x: column * COLUMN, y: row * ROW } };
}

/** A node under a name of its own. */
export const named = (name: string, node: DocNode): DocNode => ({ ...node, name });

/** Steps for digits: training pictures moved by one pixel at most, all of them scaled to 0 … 1. */
export const shiftedDigits = [
  { column: 'x', type: 'shift', params: { pixels: 1 } },
  { column: 'x', type: 'scale', params: {} },
];

/** Wires written as `from.port -> to.port`. */
export const wired = (wires: readonly string[]): DocEdge[] => wires.map(wire);

function wire(text: string): DocEdge {
  const [from, to] = text.split(' -> ').map((end) => {
    const [node = '', port = ''] = end.split('.');
    return { node, port };
  }) as [DocEdge['from'], DocEdge['to']];
  return { id: edgeId(from, to), from, to };
}

/** One phase of Adam over every loss. */
export function adamProgram(options: {
  batchSize: number;
  epochs: number;
  learningRate?: number;
  validation?: number;
  schedule?: Phase['schedule'];
  gradient?: Phase['gradient'];
}): TrainingProgram {
  return {
    seed: 1,
    batchSize: options.batchSize,
    epochs: options.epochs,
    validation: { fraction: options.validation ?? 0.05, stratified: true },
    phases: [
      {
        name: '',
        optimizer: {
          type: 'adam',
          params: { learningRate: options.learningRate ?? 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        },
        ...(options.schedule ? { schedule: options.schedule } : {}),
        ...(options.gradient ? { gradient: options.gradient } : {}),
      },
    ],
  };
}
