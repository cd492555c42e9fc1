import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TestRows } from '../../../stores/predict';
import { useAwake } from '../awake';
import { BarList, Caption, DiceButton, NumberField } from '../Controls';
import styles from '../Controls.module.css';
import { anyNumber, useAnswer, useInUnit, useTestRows } from '../hooks';
import type { TrialProps } from '../TrialPanel';
import { ints, numbersOf, short } from '../tensors';

const SHOWN = 10;
/** Most test examples that are looked through for what somebody said. */
const MOST = 20_000;

/** What the model expects somebody to like best, beside what they said in the test split. */
export function Recommender({ trial, facts }: TrialProps<'recommender'>) {
  const { t } = useTranslation('predict');
  const awake = useAwake();
  const [who, what] = trial.columns;
  const [users, items] = [who.vocabulary ?? 1, what.vocabulary ?? 1];
  const [user, setUser] = useState(0);
  const { value: rows, problem } = useTestRows(awake, 0, MOST);
  const question = useMemo(
    () =>
      awake
        ? {
            main: {
              [who.name]: ints(new Int32Array(items).fill(user), [items]),
              [what.name]: ints(
                Int32Array.from({ length: items }, (_, i) => i),
                [items],
              ),
            },
          }
        : undefined,
    [awake, who.name, what.name, items, user],
  );
  const answer = useAnswer(question, user);
  const name = facts.output?.name;
  const ratings = useInUnit(numbersOf(answer?.outputs.main, name), rows, facts);
  const said = useMemo(
    () => saidBy(rows, { who: who.name, what: what.name, target: facts.target?.name ?? '' }, user),
    [rows, who.name, what.name, facts.target?.name, user],
  );
  const best = ratings
    ? Array.from(ratings, (rating, item) => ({ rating, item }))
        .sort((a, b) => b.rating - a.rating)
        .slice(0, SHOWN)
    : [];
  const [low, high] = ratings ? [Math.min(...ratings), Math.max(...ratings)] : [0, 1];
  return (
    <div className={styles.body}>
      <div className={styles.column}>
        <div className={styles.row}>
          <NumberField
            label={who.title ?? who.name}
            value={user}
            min={0}
            max={users - 1}
            onChange={(value) =>
              setUser(Number.isFinite(value) ? Math.max(0, Math.min(users - 1, Math.round(value))) : 0)
            }
            id="recommender-user"
          />
          <DiceButton label={t('another')} onClick={() => setUser(anyNumber() % users)} id="recommender-another" />
        </div>
        <BarList
          id="recommended"
          label={t('recommended')}
          items={best.map(({ rating, item }) => {
            const truth = said.get(item);
            return {
              key: item,
              name: `${what.title ?? what.name} ${item}`,
              share: (rating - low) / (high - low || 1),
              text: short(rating),
              note: truth === undefined ? '' : t('said', { value: short(truth) }),
            };
          })}
        />
        <Caption problem={problem}>
          {ratings ? t('saidHelp', { count: said.size, error: short(errorOf(ratings, said)) }) : t('near')}
        </Caption>
      </div>
    </div>
  );
}

/** What somebody said of things in the test split, by the thing. */
function saidBy(
  rows: TestRows | undefined,
  names: { who: string; what: string; target: string },
  user: number,
): ReadonlyMap<number, number> {
  const [who, what, truth] = [rows?.fed[names.who]?.data, rows?.fed[names.what]?.data, rows?.fed[names.target]?.data];
  const said = new Map<number, number>();
  if (!who || !what || !truth) return said;
  for (let i = 0; i < who.length; i++) if (Number(who[i]) === user) said.set(Number(what[i]), Number(truth[i]));
  return said;
}

/** Mean absolute error on what was said. */
function errorOf(ratings: Float32Array, said: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [item, truth] of said) sum += Math.abs((ratings[item] ?? 0) - truth);
  return sum / said.size;
}
