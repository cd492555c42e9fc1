import { constant } from './constant';
import { cosine } from './cosine';
import { linear } from './linear';
import { oneCycle } from './oneCycle';
import { plateau } from './plateau';
import type { ScheduleDef } from './schedule';
import { stepDecay } from './stepDecay';

const all = [constant, cosine, linear, stepDecay, oneCycle, plateau] as const;

/** Every schedule by its type, in the order of the form. */
export const schedules: ReadonlyMap<string, ScheduleDef> = new Map(
  all.map((schedule) => [schedule.type, schedule as unknown as ScheduleDef]),
);

export function scheduleOf(type: string): ScheduleDef | undefined {
  return schedules.get(type);
}
