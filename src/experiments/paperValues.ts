import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TableCell } from '../figures/resultTable';
import type { ExperimentContext } from './experiment';

interface PrintedTable<Entry> {
  /** Where the numbers were printed. */
  readonly source: string;
  readonly values: Readonly<Record<string, Readonly<Record<string, Entry>>>>;
}

interface RegionSizes {
  readonly neurons: number;
  readonly trainingImages: number;
  readonly testImages: number;
  readonly trials: number;
}

/** The numbers that others printed, as far as we have them. */
export interface PaperValues {
  /** Model, then `region1` ...: reconstruction scores. */
  readonly table2: PrintedTable<Readonly<Record<'mse' | 'psnr' | 'ssim', number>>>;
  /** Model, then the group of neurons that it was trained with: reconstruction scores in region 3. */
  readonly table3: PrintedTable<Readonly<Record<'mse' | 'psnr' | 'ssim', number>>> & { readonly region: number };
  /** Smallest and largest number of significant neurons among the layers, region 3. */
  readonly figure4: { readonly source: string; readonly region: number; readonly neurons: number; readonly significant: Readonly<Record<'CAE' | 'CAE-FR', readonly [number, number]>> };
  /** Model without layer, then region: mean PCC of layers 1 to 4. */
  readonly table6: PrintedTable<readonly number[]>;
  /** Model, then region: mean PCC on the same recordings. */
  readonly klindt2017: PrintedTable<number>;
  readonly antolik2016: { readonly source: string; readonly values: Readonly<Record<string, RegionSizes>> };
}

const file = path.join(__dirname, '..', '..', 'data', 'paper-tables.json');

export const paperValues = JSON.parse(readFileSync(file, 'utf8')) as PaperValues;

/** Printed numbers stand beside the paper's recordings and beside the simulation that has their layout, not beside a user's own data. */
export function hasPaperCounterpart({ dataset }: ExperimentContext): boolean {
  return dataset.name === 'simulated' || dataset.name === 'antolik2016';
}

/** A printed number, or a note that there is none. */
export function printedCell(value: number | undefined): TableCell {
  return value === undefined ? { kind: 'text', text: '' } : { kind: 'printed', value };
}
