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
  /** Fig. 4: smallest and largest number of significant neurons among the layers, and of how many. */
  readonly least?: number;
  readonly most?: number;
  readonly neurons?: number;
  readonly trainingImages?: number;
  readonly testImages?: number;
  readonly trials?: number;
}

type Scores = Readonly<Record<'mse' | 'psnr' | 'ssim', number>>;
type ByRegion<Entry> = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

interface PrintedFile {
  readonly table2: { readonly source: string; readonly values: ByRegion<Scores> };
  readonly table3: { readonly source: string; readonly region: number; readonly values: Readonly<Record<string, Readonly<Record<'significant' | 'insignificant', Scores>>>> };
  readonly figure4: { readonly source: string; readonly region: number; readonly neurons: number; readonly significant: Readonly<Record<string, readonly [number, number]>> };
  readonly table6: { readonly source: string; readonly values: ByRegion<readonly number[]> };
  readonly klindt2017: { readonly source: string; readonly values: ByRegion<number> };
  readonly antolik2016: { readonly source: string; readonly values: Readonly<Record<string, Readonly<Record<'neurons' | 'trainingImages' | 'testImages' | 'trials', number>>>> };
  readonly talk: { readonly source: string; readonly values: Readonly<Record<'responses' | 'CNN', Readonly<Record<'accuracy' | 'auroc' | 'auprc', number>>>> };
}

const file = JSON.parse(readFileSync(path.join(__dirname, '..', '..', 'data', 'paper-tables.json'), 'utf8')) as PrintedFile;

/** What others printed: items of the paper, the readouts of Klindt et al. 2017 and the sizes of the recordings. */
export type PrintedItem = Exclude<keyof PrintedFile, 'talk'>;

const regionOf = (key: string): number => Number(key.replace('region', ''));

function flatten<Entry>(values: ByRegion<Entry>, row: (model: string, region: number, entry: Entry) => PrintedRow[]): PrintedRow[] {
  return Object.entries(values).flatMap(([model, regions]) => Object.entries(regions).flatMap(([key, entry]) => row(model, regionOf(key), entry)));
}

const rowsOf: Readonly<Record<PrintedItem, () => PrintedRow[]>> = {
  table2: () => flatten(file.table2.values, (model, region, scores) => [{ region, model, ...scores }]),
  table3: () =>
    Object.entries(file.table3.values).flatMap(([model, groups]) =>
      (['significant', 'insignificant'] as const).map((group) => ({ region: file.table3.region, model, group, ...groups[group] })),
    ),
  figure4: () =>
    Object.entries(file.figure4.significant).map(([model, [least, most]]) => ({ region: file.figure4.region, model, least, most, neurons: file.figure4.neurons })),
  table6: () => flatten(file.table6.values, (model, region, layers) => layers.map((pcc, index) => ({ region, model: `${model}${index + 1}`, pcc }))),
  klindt2017: () => flatten(file.klindt2017.values, (model, region, pcc) => [{ region, model, pcc }]),
  antolik2016: () => Object.entries(file.antolik2016.values).map(([key, sizes]) => ({ region: regionOf(key), model: 'recordings', ...sizes })),
};

/**
 * The values that others printed for an item, one row a model and region.
 * @param beside leave out for the bare values; none stand beside a user's own data, which nobody has printed about.
 * @example printed('table2')[0] // => { region: 1, model: 'CAE', mse: 0.022, psnr: 23.709, ssim: 0.771 }
 */
export function printed(item: PrintedItem, beside?: Pick<Reproduction, 'dataset'>): PrintedRow[] {
  const name = beside?.dataset.name ?? 'antolik2016';
  return name === 'simulated' || name === 'antolik2016' ? rowsOf[item]() : [];
}

/** Where the values of `printed` are from, as a note below a table. */
export function printedSource(item: PrintedItem): string {
  return `Printed values: ${file[item].source}; they belong to the recordings of Antolik et al. 2016.`;
}

/** What the companion talk printed for recognition, from recorded V4 responses and from a CNN, and where it is from; other images, other classes. */
export const printedRecognition = file.talk;
