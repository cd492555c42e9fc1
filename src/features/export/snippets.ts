import type { TensorType } from '../../core/shape';

export interface ModelInput {
  readonly name: string;
  readonly type: TensorType;
}

export interface ModelFacts {
  /** All that it takes: raw columns, noise. */
  readonly inputs: readonly ModelInput[];
  readonly outputName: string;
  readonly classes: readonly string[];
}

/** What a file takes and answers, the noise that a generator starts from among it. */
export function factsOf(model: Omit<ModelFacts, 'inputs'> & ModelEnds): ModelFacts {
  const { inputs, inputName, inputType, outputName, classes } = model;
  const first = { name: inputName, type: inputType };
  return { inputs: inputs.some(({ name }) => name === inputName) ? inputs : [first, ...inputs], outputName, classes };
}

interface ModelEnds {
  /** Of columns. */
  readonly inputs: readonly ModelInput[];
  readonly inputName: string;
  readonly inputType: TensorType;
}

/** Sizes of a batch of one. */
const one = ({ shape }: TensorType): string => shape.map((dim) => (typeof dim === 'number' ? dim : 1)).join(', ');

const numpyTypes: Readonly<Record<string, string>> = {
  uint8: 'uint8',
  float32: 'float32',
  int32: 'int32',
  int64: 'int64',
};

/** The only input is x; of several each is x with its number. */
const variable = (inputs: readonly ModelInput[], place: number): string =>
  inputs.length === 1 ? 'x' : `x${place + 1}`;

/** Pictures [B, C, H, W] are read with Pillow; anything else starts as zeros. */
function pythonInput(x: string, { shape, dtype }: TensorType): string {
  const [, channels, height, width] = shape;
  const name = numpyTypes[dtype] ?? dtype;
  if (shape.length !== 4 || (channels !== 1 && channels !== 3))
    return `${x} = np.zeros([${one({ shape, dtype })}], np.${name})`;
  const mode = channels === 1 ? 'L' : 'RGB';
  const axes = channels === 1 ? 'picture[None, None]' : 'picture.transpose(2, 0, 1)[None]';
  return [
    `picture = np.asarray(Image.open("picture.png").convert("${mode}").resize((${width}, ${height})))`,
    `${x} = ${axes}.astype(np.${name})  # [${one({ shape, dtype })}], 0 … 255`,
  ].join('\n');
}

/** Runs the file with `pip install onnxruntime pillow`. */
export function pythonSnippet({ inputs, outputName, classes }: ModelFacts): string {
  const read = inputs.map(({ type }, i) => pythonInput(variable(inputs, i), type));
  const fed = inputs.map(({ name }, i) => `"${name}": ${variable(inputs, i)}`);
  return [
    'import json',
    'import numpy as np',
    'import onnxruntime as ort',
    ...(read.some((line) => line.includes('Image.')) ? ['from PIL import Image'] : []),
    '',
    'session = ort.InferenceSession("model.onnx")',
    ...read,
    `[answer] = session.run(["${outputName}"], {${fed.join(', ')}})`,
    ...(classes.length > 0
      ? [
          'classes = json.loads(session.get_modelmeta().custom_metadata_map["classes"])',
          'print(classes[answer[0].argmax()], answer[0].max())',
        ]
      : ['print(answer)']),
  ].join('\n');
}

const arrayTypes: Readonly<Record<string, string>> = {
  uint8: 'Uint8Array',
  float32: 'Float32Array',
  int32: 'Int32Array',
  int64: 'BigInt64Array',
};

function javascriptInput(x: string, type: TensorType): string[] {
  const size = type.shape.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1);
  const isPicture = type.shape.length === 4;
  const values = `${isPicture ? 'pixels' : 'values'}${x.slice(1)}`;
  const note = isPicture ? ' // row by row, 0 … 255' : '';
  return [
    `const ${values} = new ${arrayTypes[type.dtype] ?? 'Float32Array'}(${size});${note}`,
    `const ${x} = new ort.Tensor('${type.dtype}', ${values}, [${one(type)}]);`,
  ];
}

/** Runs the file in a page or, with `onnxruntime-node` instead, in Node. */
export function javascriptSnippet({ inputs, outputName, classes }: ModelFacts): string {
  const fed = inputs.map(
    ({ name }, i) => `${/^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`}: ${variable(inputs, i)}`,
  );
  return [
    "import * as ort from 'onnxruntime-web';",
    '',
    "const session = await ort.InferenceSession.create('model.onnx');",
    ...inputs.flatMap(({ type }, i) => javascriptInput(variable(inputs, i), type)),
    `const { ${outputName} } = await session.run({ ${fed.join(', ')} });`,
    ...(classes.length > 0
      ? [
          `const classes = ${JSON.stringify(classes)};`,
          `const best = ${outputName}.data.indexOf(Math.max(...${outputName}.data));`,
          `console.log(classes[best], ${outputName}.data[best]);`,
        ]
      : [`console.log(${outputName}.data);`]),
  ].join('\n');
}
