import { ImportError } from '../errors';
import type { Rule, RuleTable, Versions } from '../rule';
import { activationRules } from './activation';
import { carriedRules } from './carried';
import { controlRules } from './control';
import { convolutionRules } from './convolution';
import { elementwiseRules } from './elementwise';
import { generatorRules } from './generator';
import { indexingRules } from './indexing';
import { linearRules } from './linear';
import { lossRules } from './loss';
import { movementRules } from './movement';
import { normRules } from './norm';
import { optimizerRules } from './optimizer';
import { recurrentRules } from './recurrent';
import { reductionRules } from './reduction';
import { resizeRules } from './resize';
import { signalRules } from './signal';

/** Every operator the import knows, by domain ('' is ai.onnx) and name. */
const tables: Readonly<Record<string, RuleTable>> = {
  '': {
    ...activationRules,
    ...carriedRules,
    ...controlRules,
    ...convolutionRules,
    ...elementwiseRules,
    ...generatorRules,
    ...indexingRules,
    ...linearRules,
    ...lossRules,
    ...movementRules,
    ...normRules,
    ...recurrentRules,
    ...reductionRules,
    ...resizeRules,
    ...signalRules,
  },
  'ai.onnx.preview.training': optimizerRules,
};

const byName: ReadonlyMap<string, Versions> = new Map(
  Object.entries(tables).flatMap(([domain, table]) =>
    Object.entries(table).map(([name, versions]): [string, Versions] => [`${domain}:${name}`, versions]),
  ),
);

/** The rule of an operator at a version of its operator set. Throws ImportError `operator`, `opset`. */
export function ruleFor(domain: string, op: string, opset: number | undefined): Rule {
  const versions = byName.get(`${domain}:${op}`);
  if (!versions) throw new ImportError('operator', { op: domain ? `${domain}.${op}` : op });
  if (opset === undefined)
    throw new ImportError('invalid', { actual: `the model does not import the operators of ${op}` });
  const rule = versions.findLast(([since]) => since <= opset);
  if (!rule)
    throw new ImportError('opset', { domain: op, actual: opset, expected: `${versions[0]?.[0] ?? 1} and newer` });
  return rule[1];
}

/** Names of the operators of ai.onnx with the first opset each is read from. */
export function importedOperators(): readonly { readonly op: string; readonly since: number }[] {
  return [...byName]
    .map(([key, versions]) => ({ op: key.replace(/^:/, ''), since: versions[0]?.[0] ?? 1 }))
    .sort((a, b) => (a.op < b.op ? -1 : 1));
}
