import { expose } from 'comlink';
import { arrangeNodes } from './arrange';

export type Arranger = { readonly arrange: typeof arrangeNodes };

expose({ arrange: arrangeNodes } satisfies Arranger);
