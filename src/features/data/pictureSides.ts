/** Sizes that pictures are brought to. */
export const pictureSides = [28, 32, 48, 64, 96] as const;
