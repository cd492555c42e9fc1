/** Every edit of a document, as pure functions. Those of annotations, of modules and inside modules are in edit/ beside these. */
export * from './edit/clipping';
export * from './edit/graph';
export * from './edit/training';
