import { recallDocument } from '../document/lower';
import { type ProgramParts, type ProgramProblem, programParts, programProblems } from '../document/phaseProblems';
import type { NetDocument } from '../document/schema';
import { meansTheSame } from './analysis';
import { useDocument } from './document';

type Drawn = Pick<NetDocument, 'nodes' | 'edges' | 'modules'>;
const sameDrawing = (a: Drawn, b: Drawn): boolean =>
  a.nodes === b.nodes && a.edges === b.edges && a.modules === b.modules;

let last: { readonly document: NetDocument; readonly parts: ProgramParts } | undefined;
let told: { readonly document: NetDocument; readonly problems: readonly ProgramProblem[] } | undefined;

/** What the training program of a document can choose from; the last answer is kept as long as nothing drawn changes. */
export function programPartsOf(document: NetDocument): ProgramParts {
  const parts =
    last && sameDrawing(last.document, document) ? last.parts : programParts(document, recallDocument(document));
  last = { document, parts };
  return parts;
}

/** What is wrong with the training program of a document, or worth knowing; kept as long as only names and places of nodes change. */
export function programProblemsOf(document: NetDocument): readonly ProgramProblem[] {
  const problems =
    told && meansTheSame(told.document, document) ? told.problems : programProblems(document, programPartsOf(document));
  told = { document, problems };
  return problems;
}

export const useProgramParts = (): ProgramParts => useDocument(({ document }) => programPartsOf(document));
export const useProgramProblems = (): readonly ProgramProblem[] =>
  useDocument(({ document }) => programProblemsOf(document));
