import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import recorded from '../operators.json';
import { recordOperators } from './operatorRecord';

/** Debian's libonnx-testdata 1.12. */
const folder = '/usr/share/libonnx-testdata/data';

it.skipIf(!existsSync(folder))(
  'operators.json is up to date (needs libonnx-testdata; npx tsx scripts/operators.ts)',
  () => {
    expect(recordOperators(folder)).toEqual(recorded);
  },
);
