import { calibration } from './calibration';
import { ceilings } from './ceilings';
import type { Experiment } from './experiment';
import { figure2 } from './figure2';
import { figure5 } from './figure5';
import { figure6 } from './figure6';
import { figure7 } from './figure7';
import { table2 } from './table2';
import { table4 } from './table4';
import { table7 } from './table7';

/** Every item that the package makes, in the order of the paper. */
export const experiments: readonly Experiment[] = [
  figure2,
  table2,
  table4,
  figure5,
  figure6,
  figure7,
  table7,
  calibration,
  ceilings,
];
