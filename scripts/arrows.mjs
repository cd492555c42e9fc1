/** Checks the arrows between the rooms of src/ (see .dependency-cruiser.cjs) and that no imports run in a circle. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSync } from '@swc/core';
import { cruise } from 'dependency-cruiser';

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

/**
 * The specifiers a module imports by `import type` or `export type` only: they leave no edge at run time.
 * @param {string} file path of a TypeScript source
 * @returns {Set<string>}
 */
function typeOnlySpecifiers(file) {
  const { body } = parseSync(readFileSync(file, 'utf8'), {
    syntax: 'typescript',
    tsx: file.endsWith('x'),
    target: 'esnext',
  });
  const types = new Set();
  const values = new Set();
  for (const item of body) {
    if (!item.source) continue;
    (item.typeOnly ? types : values).add(item.source.value);
  }
  return new Set([...types].filter((specifier) => !values.has(specifier)));
}

/**
 * A cycle among the edges, or undefined.
 * @param {Map<string, string[]>} edges
 * @returns {string[] | undefined} the files of the cycle in order
 */
function findCycle(edges) {
  const state = new Map();
  const path = [];
  const visit = (file) => {
    if (state.get(file) === 'done') return undefined;
    if (state.get(file) === 'open') return [...path.slice(path.indexOf(file)), file];
    state.set(file, 'open');
    path.push(file);
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    path.pop();
    state.set(file, 'done');
    return undefined;
  };
  for (const file of edges.keys()) {
    const cycle = visit(file);
    if (cycle) return cycle;
  }
  return undefined;
}

/**
 * @param {string} baseDir folder that holds src/
 * @returns {Promise<{files: number, problems: string[]}>} one line for each forbidden import
 */
export async function checkArrows(baseDir) {
  const { output } = await cruise(['src'], { ...options, baseDir, ruleSet: { forbidden }, validate: true });
  const runtime = new Map();
  const typeEdges = new Set();
  for (const { source, dependencies } of output.modules) {
    if (!/^src\/.*\.tsx?$/.test(source)) continue;
    const types = typeOnlySpecifiers(join(baseDir, source));
    const isType = (d) => types.has(d.module) || d.dependencyTypes.includes('type-import');
    for (const d of dependencies.filter(isType)) typeEdges.add(`${source} ${d.resolved}`);
    runtime.set(
      source,
      dependencies.filter((d) => !isType(d)).map((d) => d.resolved),
    );
  }
  const problems = output.summary.violations
    .filter((v) => !(v.rule.name.endsWith('-types-only') && typeEdges.has(`${v.from} ${v.to}`)))
    .map((v) => `${v.from} -> ${v.to}: ${forbidden.find((r) => r.name === v.rule.name)?.comment} (${v.rule.name})`);
  const cycle = findCycle(runtime);
  if (cycle) problems.push(`${cycle.join(' -> ')}: imports in a circle (no-circular)`);
  return { files: runtime.size, problems };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { files, problems } = await checkArrows(process.cwd());
  for (const problem of problems) console.error(problem);
  console.log(`arrows: ${files} files, ${problems.length} problems`);
  process.exit(problems.length ? 1 : 0);
}
