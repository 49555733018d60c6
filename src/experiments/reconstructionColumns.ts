import type { TableColumn } from '../figures/resultTable';

/** The scores of a reconstruction, in the order of the paper's tables. */
export const metrics = ['mse', 'psnr', 'ssim'] as const;
export type ReconstructionMetric = (typeof metrics)[number];

const headings = {
  mse: { heading: 'MSE', digits: 4 },
  psnr: { heading: 'PSNR (dB)', digits: 2 },
  ssim: { heading: 'SSIM', digits: 3 },
} as const;

/** A column for every score, or for some, under one heading. */
export function metricColumns(group: string, shown: readonly ReconstructionMetric[] = metrics): TableColumn[] {
  return shown.map((metric) => ({ group, ...headings[metric] }));
}

/** The same for what was printed, with three digits everywhere. */
export function printedColumns(): TableColumn[] {
  return metricColumns('printed for the recordings').map((column) => ({ ...column, digits: 3 }));
}
