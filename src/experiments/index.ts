import { calibration } from './calibration';
import { ceilings } from './ceilings';
import type { Experiment } from './experiment';
import { figure1 } from './figure1';
import { figure2 } from './figure2';
import { figure3 } from './figure3';
import { figure4 } from './figure4';
import { figure5 } from './figure5';
import { figure6 } from './figure6';
import { figure7 } from './figure7';
import { figure8 } from './figure8';
import { neurons } from './neurons';
import { receptiveFieldLocation } from './receptiveFieldLocation';
import { table1 } from './table1';
import { table14 } from './table14';
import { table2 } from './table2';
import { table3 } from './table3';
import { table4 } from './table4';
import { table5 } from './table5';
import { table6 } from './table6';
import { table7 } from './table7';
import { table8 } from './table8';

/** Every item that the package makes, in the order of the paper. */
export const experiments: readonly Experiment[] = [
  figure1,
  figure2,
  figure3,
  figure4,
  table1,
  table2,
  table3,
  table4,
  table5,
  table6,
  figure5,
  figure6,
  figure7,
  figure8,
  table7,
  table8,
  table14,
  calibration,
  ceilings,
  neurons,
  receptiveFieldLocation,
];
