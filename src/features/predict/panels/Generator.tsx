import { useMemo } from 'react';
import { useAwake } from '../awake';
import { Caption } from '../Controls';
import styles from '../Controls.module.css';
import type { TrialProps } from '../TrialPanel';
import { Codes, standardRange } from './Codes';

/** Pictures that a generator makes of noise, anew with every weights. */
export function Generator({ trial }: TrialProps<'generator'>) {
  const awake = useAwake();
  const { picture, noise, latent } = trial;
  const range = useMemo(() => standardRange(latent.size), [latent.size]);
  return (
    <div className={styles.body}>
      <div className={styles.column}>
        <Codes
          picture={picture}
          slot="main"
          input={noise}
          output={undefined}
          size={latent.size}
          range={range}
          from={undefined}
          awake={awake}
        />
        <Caption />
      </div>
    </div>
  );
}
