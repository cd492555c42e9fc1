import type { TensorType } from '../../core/shape';

export interface ModelFacts {
  readonly inputName: string;
  readonly inputType: TensorType;
  readonly outputName: string;
  readonly classes: readonly string[];
}

/** Sizes of a batch of one. */
const one = ({ shape }: TensorType): string => shape.map((dim) => (typeof dim === 'number' ? dim : 1)).join(', ');

const numpyTypes: Readonly<Record<string, string>> = {
  uint8: 'uint8',
  float32: 'float32',
  int32: 'int32',
  int64: 'int64',
};

/** Pictures [B, C, H, W] are read with Pillow; anything else starts as zeros. */
function pythonInput({ shape, dtype }: TensorType): string {
  const [, channels, height, width] = shape;
  const name = numpyTypes[dtype] ?? dtype;
  if (shape.length !== 4 || (channels !== 1 && channels !== 3))
    return `x = np.zeros([${one({ shape, dtype })}], np.${name})`;
  const mode = channels === 1 ? 'L' : 'RGB';
  const axes = channels === 1 ? 'picture[None, None]' : 'picture.transpose(2, 0, 1)[None]';
  return [
    `picture = np.asarray(Image.open("picture.png").convert("${mode}").resize((${width}, ${height})))`,
    `x = ${axes}.astype(np.${name})  # [${one({ shape, dtype })}], 0 … 255`,
  ].join('\n');
}

/** Runs the file with `pip install onnxruntime pillow`. */
export function pythonSnippet({ inputName, inputType, outputName, classes }: ModelFacts): string {
  const picture = pythonInput(inputType);
  return [
    'import json',
    'import numpy as np',
    'import onnxruntime as ort',
    ...(picture.includes('Image.') ? ['from PIL import Image'] : []),
    '',
    'session = ort.InferenceSession("model.onnx")',
    picture,
    `[answer] = session.run(["${outputName}"], {"${inputName}": x})`,
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

/** Runs the file in a page or, with `onnxruntime-node` instead, in Node. */
export function javascriptSnippet({ inputName, inputType, outputName, classes }: ModelFacts): string {
  const size = inputType.shape.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1);
  return [
    "import * as ort from 'onnxruntime-web';",
    '',
    "const session = await ort.InferenceSession.create('model.onnx');",
    `const pixels = new ${arrayTypes[inputType.dtype] ?? 'Float32Array'}(${size}); // row by row, 0 … 255`,
    `const x = new ort.Tensor('${inputType.dtype}', pixels, [${one(inputType)}]);`,
    `const { ${outputName} } = await session.run({ ${inputName}: x });`,
    ...(classes.length > 0
      ? [
          `const classes = ${JSON.stringify(classes)};`,
          `const best = ${outputName}.data.indexOf(Math.max(...${outputName}.data));`,
          `console.log(classes[best], ${outputName}.data[best]);`,
        ]
      : [`console.log(${outputName}.data);`]),
  ].join('\n');
}
