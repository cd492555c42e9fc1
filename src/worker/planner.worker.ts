import { expose } from 'comlink';
import { memoryPlan } from './engine/memoryPlan';
import type { PlannerApi } from './protocol/plan';

const planner: PlannerApi = {
  async memoryPlan(document) {
    return memoryPlan(document);
  },
};

expose(planner);
