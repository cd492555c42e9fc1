import { fileURLToPath } from 'node:url';
import { runCli } from './run';

// stdout is for the answer alone: what libraries log goes to stderr.
console.log = console.error;
console.info = console.error;
console.debug = console.error;

const code = await runCli(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  live: process.stderr.isTTY === true,
  // npm runs scripts in the package's folder; this is where the command was typed.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  dataDir: fileURLToPath(new URL('../../public/data', import.meta.url)),
});

// WASM threads would keep the process alive; what was written has to leave first.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
