import { type ESTree, type Plugin, parseSync, runnerImport, Visitor } from 'vite';

/** Properties of an object argument that go, or the whole argument. */
type Cut = 'argument' | readonly string[];

/**
 * What the page never asks of an operator (its ONNX form and its gradient) and of an optimizer (its update). Workers, which do, are built without this plugin.
 * By the function that defines it: cuts by the position of the argument.
 */
const operatorCuts: Readonly<Record<string, Readonly<Record<number, Cut>>>> = {
  defineOp: { 0: ['onnx', 'gradient'] },
  unaryOp: { 1: 'argument', 2: 'argument' },
  binaryOp: { 1: 'argument', 2: ['dx', 'dy'] },
  gatedOp: { 1: 'argument', 2: 'argument', 3: 'argument' },
  comparisonOp: { 1: 'argument' },
  logicalOp: { 1: 'argument' },
  testOp: { 1: 'argument' },
  reduceOp: { 3: 'argument', 4: ['webgpu'] },
  argOp: { 1: 'argument', 2: 'argument' },
  defineOptimizer: { 0: ['update'] },
};

/** Long texts of a layer (and the `help` of its parameters), which the page loads when somebody reads them. */
const longTexts = ['summary', 'formula', 'references', 'aliases'];

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Code without what the page never asks of operators. */
export function withoutPrograms(code: string): string {
  return edited(code, (edit) => ({
    CallExpression: ({ callee, arguments: given }) => {
      const cuts = callee.type === 'Identifier' ? operatorCuts[callee.name] : undefined;
      for (const [position, cut] of Object.entries(cuts ?? {})) {
        const argument = given[Number(position)];
        if (!argument) continue;
        if (cut === 'argument') edit(argument, 'void 0');
        else if (argument.type === 'ObjectExpression') edit(argument, without(code, argument, cut));
      }
    },
  }));
}

/** Code whose layers have lost their long texts. */
export function withoutTexts(code: string): string {
  return edited(code, (edit) => ({
    ObjectExpression: (node) => {
      const names = new Set(node.properties.map(nameOf));
      if (longTexts.every((name) => names.has(name))) edit(node, without(code, node, longTexts));
      else if (names.has('help')) edit(node, without(code, node, ['help']));
    },
  }));
}

type Edit = (range: Range, text: string) => void;

/** Applies edits of disjoint ranges. */
function edited(code: string, visitor: (edit: Edit) => ConstructorParameters<typeof Visitor>[0]): string {
  const edits: (Range & { readonly text: string })[] = [];
  const edit: Edit = ({ start, end }, text) => {
    edits.push({ start, end, text });
  };
  new Visitor(visitor(edit)).visit(parseSync('module.js', code).program);
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, change) => text.slice(0, change.start) + change.text + text.slice(change.end), code);
}

/** The source of an object without some of its properties. */
function without(code: string, { properties }: ESTree.ObjectExpression, names: readonly string[]): string {
  const kept = properties.filter((property) => !names.includes(nameOf(property) ?? ''));
  return `{${kept.map(({ start, end }) => code.slice(start, end)).join(',')}}`;
}

function nameOf(property: ESTree.ObjectExpression['properties'][number]): string | undefined {
  return property.type === 'Property' && property.key.type === 'Identifier' ? property.key.name : undefined;
}

/**
 * Keeps out of the built page what grows with every operator and is not needed to draw a model: gradients, ONNX
 * forms, updates. In the sources an operator stays one definition; workers are built without this plugin.
 */
export function leanOperators(): Plugin {
  return {
    name: 'netloom-lean-operators',
    apply: 'build',
    enforce: 'post', // TypeScript is gone by then
    transform: {
      filter: { id: /\/src\/(ir|compiler\/optimizers)\/.*\.ts$/ },
      handler: (code) => ({ code: withoutPrograms(code), map: null }),
    },
  };
}

/** Keeps the long texts out of the layers' definitions, and makes documentation.ts a chunk of plain data that has them. */
export function leanLayers(): Plugin {
  return {
    name: 'netloom-lean-layers',
    apply: 'build',
    enforce: 'post',
    load: {
      filter: { id: /\/src\/layers\/documentation\.ts$/ },
      async handler(id) {
        const { module } = await runnerImport<{ documentation: ReadonlyMap<string, unknown> }>(id, {
          configFile: false,
        });
        const data = JSON.stringify([...module.documentation]);
        return `export const documentation = new Map(JSON.parse(${JSON.stringify(data)}));`;
      },
    },
    transform: {
      filter: { id: /\/src\/layers\/.*\.ts$/ },
      handler: (code) => ({ code: withoutTexts(code), map: null }),
    },
  };
}
