import { isInteger } from '../core/dtype';
import { broadcastShapes, type TensorType } from '../core/shape';
import type { Builder } from './builder';
import { commonDtype, expectDtype, expectFloat, expectNumeric, inputAt } from './expect';
import { sizeForOne } from './flops';
import { unbroadcast } from './gradients';
import { Maths } from './maths';
import {
  defineOp,
  type GradientRule,
  type OnnxRuleArgs,
  type OnnxWriter,
  type OpAttrs,
  type OpDef,
  type OpName,
  type Value,
} from './op';

/** Operators without attributes. */
export type NoAttrs = Record<string, never>;

/** An ONNX operator of the same inputs and no attributes, or a rule that writes more. */
type OnnxForm<K extends OpName> = string | OpDef<K>['onnx'];

export interface BinaryGradientArgs<K extends OpName> {
  readonly b: Builder;
  readonly m: Maths;
  readonly attrs: OpAttrs[K];
  readonly x: Value;
  readonly y: Value;
  readonly z: Value;
  readonly dz: Value;
}

interface BinaryRule<K extends OpName> {
  dx(args: BinaryGradientArgs<K>): Value;
  dy(args: BinaryGradientArgs<K>): Value;
  /** Type of the result; by default the numeric type both inputs share. */
  infer?(inputs: readonly TensorType[], attrs: OpAttrs[K]): readonly TensorType[];
}

/** z = f(x, y) with broadcasting; `dx` and `dy` give the gradients before the stretched axes are summed again. */
export function binaryOp<K extends OpName>(name: K, form: OnnxForm<K>, rule: BinaryRule<K>): OpDef<K> {
  const gradient: GradientRule<K> = ({ b, attrs, inputs, outputs, dy: dz, needs }) => {
    const [x, y] = inputs as [Value, Value];
    const args = { b, m: new Maths(b, dz.type.dtype), attrs, x, y, z: outputs[0] as Value, dz };
    return [
      needs[0] ? unbroadcast(b, rule.dx(args), x.type.shape) : undefined,
      needs[1] ? unbroadcast(b, rule.dy(args), y.type.shape) : undefined,
    ];
  };
  return defineOp<K>({ name, infer: rule.infer ?? inferBinary, onnx: onnxRule(form), gradient, flops: sizeForOne });
}

/** Comparison with broadcasting: bool, no gradient. */
export function comparisonOp<K extends OpName>(name: K, form: OnnxForm<K>): OpDef<K> {
  return defineOp<K>({
    name,
    infer: (inputs) => [{ dtype: 'bool', shape: stretched(inputs, commonDtype(inputs)).shape }],
    onnx: onnxRule(form),
    gradient: 'zero',
    flops: sizeForOne,
  });
}

/** Bools with broadcasting, bool. */
export function logicalOp<K extends OpName>(name: K, form: OnnxForm<K>): OpDef<K> {
  return defineOp<K>({
    name,
    infer: (inputs) => {
      for (const type of inputs) expectDtype(type, 'bool');
      return [stretched(inputs, 'bool')];
    },
    onnx: onnxRule(form),
    gradient: 'zero',
    flops: sizeForOne,
  });
}

export interface UnaryGradientArgs<K extends OpName> {
  readonly b: Builder;
  readonly m: Maths;
  readonly attrs: OpAttrs[K];
  readonly x: Value;
  readonly y: Value;
  readonly dy: Value;
}

/** What an elementwise operator takes: floats, or any numbers. */
type Accepts = 'float' | 'numeric';

const expectations: Record<Accepts | 'bool', (type: TensorType) => void> = {
  float: expectFloat,
  numeric: expectNumeric,
  bool: (type) => expectDtype(type, 'bool'),
};

/** y = f(x), the same type out as in. */
export function unaryOp<K extends OpName>(
  name: K,
  form: OnnxForm<K>,
  dx: 'zero' | ((args: UnaryGradientArgs<K>) => Value),
  accepts: Accepts = 'float',
): OpDef<K> {
  return defineOp<K>({
    name,
    infer: (inputs) => {
      const x = inputAt(inputs, 0);
      expectations[accepts](x);
      return [x];
    },
    onnx: onnxRule(form),
    gradient:
      dx === 'zero'
        ? dx
        : ({ b, attrs, inputs, outputs, dy }) => [
            dx({ b, m: new Maths(b, dy.type.dtype), attrs, x: inputs[0] as Value, y: outputs[0] as Value, dy }),
          ],
    flops: sizeForOne,
  });
}

/** y = f(x), bool out. */
export function testOp<K extends OpName>(name: K, form: OnnxForm<K>, accepts: Accepts | 'bool' = 'float'): OpDef<K> {
  return defineOp<K>({
    name,
    infer: (inputs) => {
      const x = inputAt(inputs, 0);
      expectations[accepts](x);
      return [{ dtype: 'bool', shape: x.shape }];
    },
    onnx: onnxRule(form),
    gradient: 'zero',
    flops: sizeForOne,
  });
}

type GatedRule<K extends OpName> = (args: UnaryGradientArgs<K> & { readonly gate: Value }) => Value;

/** y = x g(x), and the gate g(x) kept for the gradient. `alone` writes y where nothing reads the gate. */
export function gatedOp<K extends OpName>(
  name: K,
  gate: (args: FormArgs<K>) => string,
  dx: GatedRule<K>,
  alone?: (args: FormArgs<K>) => string,
): OpDef<K> {
  const write = form<K>(gate);
  const writeAlone = alone && form<K>(alone);
  return defineOp<K>({
    name,
    results: 1,
    infer: (inputs) => {
      const x = inputAt(inputs, 0);
      expectFloat(x);
      return [x, x];
    },
    onnx: (args) => {
      if (writeAlone && !args.used[1]) return writeAlone(args);
      const kept = write(args)[0] as string;
      return [args.w.node('Mul', [args.inputs[0] as string, kept])[0] as string, kept];
    },
    gradient: ({ b, attrs, inputs, outputs, dy }) => {
      const [x] = inputs as [Value];
      const [y, kept] = outputs as [Value, Value];
      return [dx({ b, m: new Maths(b, dy.type.dtype), attrs, x, y, gate: kept, dy })];
    },
    flops: sizeForOne,
  });
}

/** Ends of an interval; the side not given is open. */
export interface ClipAttrs {
  readonly min?: number;
  readonly max?: number;
}

/** Clip with ends as inputs. */
export function writeClip({
  w,
  inputs,
  attrs: { min, max },
  node,
}: Pick<OnnxRuleArgs<OpName>, 'w' | 'inputs' | 'node'> & { readonly attrs: ClipAttrs }): string[] {
  const dtype = node.inputs[0]?.type.dtype;
  const end = (value: number | undefined) => (value === undefined ? '' : w.scalar(value, dtype));
  const ends = max === undefined ? [end(min)] : [end(min), end(max)];
  return w.node('Clip', [inputs[0] as string, ...ends]);
}

export interface FormArgs<K extends OpName> {
  readonly w: OnnxWriter;
  readonly attrs: OpAttrs[K];
  /** ONNX names of the inputs. */
  readonly x: string;
  readonly y: string;
  readonly dtype: TensorType['dtype'];
  /** Adds a node and gives its one output. */
  emit(opType: string, inputs: readonly string[], attributes?: Parameters<OnnxWriter['node']>[2]): string;
  /** A constant of the type of x. */
  scalar(value: number): string;
}

/** A form that is one value, written with less ceremony. */
export function form<K extends OpName>(write: (args: FormArgs<K>) => string): OpDef<K>['onnx'] {
  return ({ w, attrs, inputs, node }: OnnxRuleArgs<K>) => {
    const dtype = node.inputs[0]?.type.dtype ?? 'float32';
    const emit: FormArgs<K>['emit'] = (opType, given, attributes) => w.node(opType, given, attributes)[0] as string;
    const [x = '', y = ''] = inputs;
    return [write({ w, attrs, x, y, dtype, emit, scalar: (value) => w.scalar(value, dtype) })];
  };
}

/** The operator itself, except on WebGPU, where it has no kernel and `write` stands for it. `float64` never gets there. */
export function substitute<K extends OpName>(opType: string, write: (args: FormArgs<K>) => string): OpDef<K>['onnx'] {
  return form((args) =>
    args.w.target === 'cpu' ? args.emit(opType, args.y ? [args.x, args.y] : [args.x]) : write(args),
  );
}

/** The float operator itself, except for integers on WebGPU: `write` is made of kernels that take them. */
export function substituteIntegers<K extends OpName>(
  opType: string,
  write: (args: FormArgs<K>) => string,
): OpDef<K>['onnx'] {
  return form((args) =>
    args.w.target === 'webgpu' && isInteger(args.dtype)
      ? write(args)
      : args.emit(opType, args.y ? [args.x, args.y] : [args.x]),
  );
}

function onnxRule<K extends OpName>(form: OnnxForm<K>): OpDef<K>['onnx'] {
  return typeof form === 'string' ? ({ w, inputs }) => w.node(form, inputs) : form;
}

function inferBinary(inputs: readonly TensorType[]): readonly TensorType[] {
  for (const type of inputs) expectNumeric(type);
  return [stretched(inputs, commonDtype(inputs))];
}

/** Two shapes stretched to each other. */
function stretched(inputs: readonly TensorType[], dtype: TensorType['dtype']): TensorType {
  return { dtype, shape: broadcastShapes(inputAt(inputs, 0).shape, inputAt(inputs, 1).shape) };
}
