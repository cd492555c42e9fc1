import type { Io } from './io';

/** A line of progress that overwrites itself on a terminal. */
export const liveLine = (io: Io): ((text: string) => void) => {
  let last = '';
  return (text) => {
    if (text !== last) io.err(io.live ? `\r\u001b[K${text}` : `${text}\n`);
    last = text;
  };
};
