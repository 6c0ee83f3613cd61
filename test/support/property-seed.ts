/** Property tests take the same way in every run, as all that is left to chance here does; `SEED` sends them another. */
import { configureGlobal, readConfigureGlobal } from 'fast-check';
import { seed } from './effort.ts';

configureGlobal({ ...readConfigureGlobal(), seed: Number(seed) });
