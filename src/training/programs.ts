import type { Program, TrainProgram } from '../compiler/program';

/** A program and the ONNX file it became. */
export interface Compiled<P extends Program = Program> {
  readonly program: P;
  readonly model: Uint8Array;
}

/** The programs of one document for one kind of device, made when first asked for. */
export interface Programs {
  train(batch: number, stepsPerCall: number): Compiled<TrainProgram>;
  evaluate(): Compiled;
  inspect(): Compiled;
}
