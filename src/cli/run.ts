import { parseArgs } from 'node:util';
import type { Diagnostic } from '../core/diagnostic';
import { type Command, UsageError } from './command';
import { analyzeCommand } from './commands/analyze';
import { conformanceCommand } from './commands/conformance';
import { dataCommand } from './commands/data';
import { differentiateCommand } from './commands/differentiate';
import { exportCommand } from './commands/export';
import { gradientsCommand } from './commands/gradients';
import { supportCommand } from './commands/support';
import { templatesCommand } from './commands/templates';
import { trainCommand } from './commands/train';
import type { Io } from './io';

const commands: readonly Command[] = [
  templatesCommand,
  trainCommand,
  exportCommand,
  analyzeCommand,
  dataCommand,
  conformanceCommand,
  differentiateCommand,
  gradientsCommand,
  supportCommand,
];

/** Runs a command line. Exit codes: 0 done, 1 it failed (diagnostics told), 2 the command line makes no sense. */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`netloom: ${error.message}\n`);
    return 2;
  }
}

async function dispatch([name, ...rest]: readonly string[], io: Io): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? io.err : io.out)(overview());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw new UsageError(`there is no command ${name}; see netloom --help`);
  const { values, positionals } = parse(command, rest);
  if (values.help) {
    io.out(helpOf(command));
    return 0;
  }
  const needed = command.arguments.filter((argument) => !argument.startsWith('['));
  if (positionals.length < needed.length || positionals.length > command.arguments.length) {
    const expected = command.arguments.join(' ') || 'no argument';
    throw new UsageError(`${command.name} takes ${expected}; see netloom ${command.name} --help`);
  }
  const result = await command.run({ positionals, values, io });
  const json = values.json === true;
  if (result.ok) io.out(json ? `${JSON.stringify(result.value.json)}\n` : `${result.value.text}\n`);
  else report(result.error, json, io);
  return result.ok ? 0 : 1;
}

function parse(command: Command, args: readonly string[]) {
  const options = Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }]));
  try {
    return parseArgs({
      args: [...args],
      options: { ...options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw new UsageError(`${command.name}: ${message}; see netloom ${command.name} --help`);
  }
}

/** Diagnostics on stderr, and as the one JSON object where that was asked for. */
function report(diagnostics: readonly Diagnostic[], json: boolean, io: Io): void {
  for (const { severity, code, message } of diagnostics) io.err(`${severity}: ${message} [${code}]\n`);
  if (json) io.out(`${JSON.stringify({ error: diagnostics[0]?.message ?? 'failed', diagnostics })}\n`);
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Usage: netloom COMMAND [OPTION...]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'netloom COMMAND --help tells its options. With --json, stdout gets one JSON object and nothing else.',
    '',
  ].join('\n');
}

function helpOf({ name, summary, arguments: positionals, options }: Command): string {
  const rows = [
    ...Object.entries(options).map(([option, { value, help }]) => [`--${option}${value ? ` ${value}` : ''}`, help]),
    ['--json', 'print one JSON object on stdout and nothing else'],
    ['--help', 'this text'],
  ] as const;
  const width = Math.max(...rows.map(([left]) => left?.length ?? 0));
  return [
    `Usage: netloom ${[name, ...positionals, '[OPTION...]'].join(' ')}`,
    '',
    summary,
    '',
    ...rows.map(([left = '', right]) => `  ${left.padEnd(width)}  ${right}`),
    '',
  ].join('\n');
}
