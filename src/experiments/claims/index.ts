import type { Claim } from './claim';
import { gainFromSignificant } from './gainFromSignificant';
import { holdsForVariants } from './holdsForVariants';
import { moreSignificant } from './moreSignificant';
import { onlyJointly } from './onlyJointly';
import { predictsBetter } from './predictsBetter';
import { reconstructsBetter } from './reconstructsBetter';

/** The paper's main claims in its own order. */
export const claims: readonly Claim[] = [
  reconstructsBetter,
  gainFromSignificant,
  predictsBetter,
  moreSignificant,
  holdsForVariants,
  onlyJointly,
];
