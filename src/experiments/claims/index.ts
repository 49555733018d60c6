import type { Claim } from './claim';
import { holdsForVariants } from './holdsForVariants';
import { notRun } from './notRun';
import { onlyJointly } from './onlyJointly';
import { predictsBetter } from './predictsBetter';
import { reconstructsBetter } from './reconstructsBetter';

/** The paper's main claims in its own order. */
export const claims: readonly Claim[] = [
  reconstructsBetter,
  notRun(
    '2. The gain comes from significant neurons; insignificant ones carry little.',
    'Table 3',
    'own exception of the paper: MSE 0.045 with insignificant against 0.047 with significant neurons at layer 4',
  ),
  predictsBetter,
  notRun(
    '4. CAE-FR has more significant neurons than CNN-FR and than the DAE.',
    'Fig. 3, Fig. 4',
    '6 of 102 neurons with the DAE, 38 to 47 with DAE-NR',
  ),
  holdsForVariants,
  onlyJointly,
];
