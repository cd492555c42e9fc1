import type { Diagnostic } from '../../core/diagnostic';
import { type ErrorDetails, fillTemplate } from '../../core/errors';

/** Why a file cannot be taken in. The first four are about the file, the others about what it asks for. */
export type ImportCode =
  | 'malformed' // bytes that are no ModelProto
  | 'tooLarge' // more than the limits allow
  | 'externalData' // weights in another file
  | 'invalid' // a graph that contradicts itself
  | 'opset'
  | 'operator'
  | 'attribute'
  | 'input' // an optional input the import does not take
  | 'output' // an optional output the import does not give
  | 'dtype'
  | 'dynamic' // a shape or value that must be known before the model runs
  | 'form' // a way to use the operator that has no exact equivalent
  | 'shape'; // the shapes do not fit the operator

const sentences: Record<ImportCode, string> = {
  malformed: 'this is not an ONNX model: {actual}',
  tooLarge: 'the model is too large: {what} over the limit of {limit}',
  externalData: 'the tensor {name} keeps its data in another file; save the model with its weights inside',
  invalid: 'the model contradicts itself: {actual}',
  opset: 'opset {actual} of {domain} is not supported, only {expected}',
  operator: '{op} is not supported',
  attribute: '{op}: {attribute} = {actual} is not supported',
  input: '{op}: input {index} is not supported',
  output: '{op}: output {index} is not supported',
  dtype: '{op}: {actual} elements are not supported',
  dynamic: '{op}: {what} must be known before the model runs',
  form: '{op}: {actual} is not supported',
  shape: '{op}: {actual}',
};

/** Thrown inside the import; its entry points give it as a Diagnostic. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  /** Name of the ONNX node, else of its first output. */
  node: string | undefined;

  constructor(
    readonly code: ImportCode,
    readonly details: ErrorDetails,
  ) {
    super(fillTemplate(sentences[code], details));
  }

  toDiagnostic(): Diagnostic {
    const where = this.node ? ` (node ${this.node})` : '';
    return {
      code: `onnx.${this.code}`,
      severity: 'error',
      message: `${this.message}${where}`,
      details: { ...this.details, ...(this.node ? { node: this.node } : {}) },
    };
  }
}
