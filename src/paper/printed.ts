import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Reproduction } from './openReproduction';

/** A row of printed values: what they belong to, and the numbers. */
export interface PrintedRow {
  readonly region: number;
  /** `CAE-FR2`; 'recordings' for the sizes of the data. */
  readonly model: string;
  readonly mse?: number;
  readonly psnr?: number;
  readonly ssim?: number;
  readonly pcc?: number;
  /** Table 3: the neurons that the model was trained with. */
  readonly group?: 'significant' | 'insignificant';
  /**
   * Fig. 4: smallest and largest number of significant neurons among the layers, and of how many.
   */
  readonly least?: number;
  readonly most?: number;
  readonly neurons?: number;
  readonly trainingImages?: number;
  readonly testImages?: number;
  readonly trials?: number;
}

/**
 * A statistic of the recordings that the simulation was matched to, once, before any model that
 * reconstructs images was trained.
 */
export interface RecordedStatistic {
  readonly statistic: string;
  /** In regions 1, 2, 3. */
  readonly recorded: readonly number[];
  /**
   * How far the simulation may be off; null where no bound was set. That of the mean response is an
   * assumption.
   */
  readonly tolerance: number | null;
  readonly source: string;
}

/**
 * What others printed: items of the paper, the readouts of Klindt et al. 2017 and the sizes of the
 * recordings.
 */
export type PrintedItem = 'table2' | 'table3' | 'figure4' | 'table6' | 'klindt2017' | 'antolik2016';

type PrintedFile = Readonly<
  Record<PrintedItem, { readonly source: string; readonly rows: PrintedRow[] }>
> & {
  readonly recordings: readonly RecordedStatistic[];
  readonly talk: {
    readonly source: string;
    readonly values: Readonly<
      Record<'responses' | 'CNN', Readonly<Record<'accuracy' | 'auroc' | 'auprc', number>>>
    >;
  };
};

const file = JSON.parse(
  readFileSync(path.join(__dirname, '..', '..', 'data', 'paper-tables.json'), 'utf8'),
) as PrintedFile;

/**
 * The values that others printed for an item, one row a model and region.
 * @param beside leave out for the bare values; none stand beside a user's own data, which nobody
 * has printed about.
 * @example
 * printed('table2')[0]; // => { region: 1, model: 'CAE', mse: 0.022, psnr: 23.709, ssim: 0.771 }
 */
export function printed(item: PrintedItem, beside?: Pick<Reproduction, 'dataset'>): PrintedRow[] {
  const name = beside?.dataset.name ?? 'antolik2016';
  return name === 'simulated' || name === 'antolik2016' ? file[item].rows : [];
}

/** Where the values of `printed` are from, as a note below a table. */
export function printedSource(item: PrintedItem): string {
  return (
    `Printed values: ${file[item].source}; they belong to the recordings of Antolik et al. ` +
    '2016.'
  );
}

/**
 * What the companion talk printed for recognition, from recorded V4 responses and from a CNN, and
 * where it is from; other images, other classes.
 */
export const printedRecognition = file.talk;

/** What the simulation was matched to. */
export const recordedStatistics = file.recordings;
