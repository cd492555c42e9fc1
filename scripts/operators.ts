/**
 * What each ONNX operator becomes when it is imported, and whether that can be differentiated; tried out on ONNX's own test models
 * and a few of ours. Writes src/cli/operators.json, which `netloom support` prints.
 *
 *     npx tsx scripts/operators.ts [FOLDER]
 *
 * FOLDER is that of Debian's libonnx-testdata.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { recordOperators } from '../src/cli/conformance/operatorRecord';

const folder = process.argv[2] ?? '/usr/share/libonnx-testdata/data';
const file = fileURLToPath(new URL('../src/cli/operators.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(recordOperators(folder), null, 2)}\n`);
