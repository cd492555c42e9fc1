import { create } from 'zustand';
import type { Diagnostic } from '../core/diagnostic';
import type { NetDocument } from '../document/schema';
import { PlannerClient } from '../worker/client/plannerClient';
import type { StepCost } from '../worker/protocol/plan';

export type { StepCost } from '../worker/protocol/plan';

interface PlanState {
  /** What a step of the document of `of` costs, one entry a policy. */
  readonly costs: readonly StepCost[];
  readonly diagnostics: readonly Diagnostic[];
  readonly of: NetDocument | undefined;
  readonly busy: boolean;
}

const nothing: PlanState = { costs: [], diagnostics: [], of: undefined, busy: false };

/** The last plan that was worked out. */
export const useMemoryPlan = create<PlanState>()(() => nothing);

const planner = new PlannerClient();
let asked = 0;

/** Works out what a step of the document costs; a later question takes the place of this one. */
export async function planMemory(document: NetDocument): Promise<void> {
  const question = ++asked;
  useMemoryPlan.setState({ busy: true });
  try {
    const plan = await planner.memoryPlan(document);
    if (question !== asked) return;
    const answer = plan.ok ? { costs: plan.value, diagnostics: [] } : { costs: [], diagnostics: plan.error };
    useMemoryPlan.setState({ ...answer, of: document, busy: false });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const failed = { code: 'engine.failed', severity: 'error', message, details: { reason: message } } as const;
    if (question === asked) useMemoryPlan.setState({ costs: [], diagnostics: [failed], of: document, busy: false });
  }
}
