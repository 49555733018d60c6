import type { ResultTable, TableCell, TableColumn } from '../figures/resultTable';
import type { BootstrapInterval } from '../statistics/bootstrap';
import { baselineCell, measuredCell } from './cellRecords';
import { committedCell, comparedRecords } from './comparedRecords';
import { compareErrors, compareErrorsToBaseline, intervalCell } from './comparisons';
import type { BaselineReconstruction, RegionEvidence } from './evidence';
import type { Experiment, ExperimentContext, ExperimentMaterial } from './experiment';
import { cae } from './factorizedModels';
import { describeReconstruction } from './findings/reconstruction';
import { hasPaperCounterpart, paperValues, printedCell } from './paperValues';
import { provenanceCaption } from './provenanceCaption';
import { isReconstructionTrained, reconstructionCells } from './reconstructionCells';
import { remedy } from './remedy';
import { specify, type ExperimentCell } from './specify';

const item = 'table2';
const metrics = ['mse', 'psnr', 'ssim'] as const;
const headings = {
  mse: { heading: 'MSE', digits: 4 },
  psnr: { heading: 'PSNR (dB)', digits: 2 },
  ssim: { heading: 'SSIM', digits: 3 },
} as const;

const empty: TableCell = { kind: 'text', text: '' };

function columnsOf(material: ExperimentMaterial): TableColumn[] {
  const group = (name: string): TableColumn[] => metrics.map((metric) => ({ group: name, ...headings[metric] }));
  return [
    { heading: 'Region' },
    { heading: 'Model' },
    ...group('ours'),
    { group: 'ours', heading: 'compared with' },
    { group: 'ours', heading: 'difference in MSE [95 %]', digits: 5 },
    ...(material.committed ? group('shipped records, preset paper') : []),
    ...(hasPaperCounterpart(material.context)
      ? metrics.map((metric) => ({ group: 'printed for the recordings', ...headings[metric], digits: 3 }))
      : []),
  ];
}

/** The columns after ours that a baseline has nothing to put into. */
function padding(material: ExperimentMaterial): TableCell[] {
  const count = (material.committed ? 3 : 0) + (hasPaperCounterpart(material.context) ? 3 : 0);
  return Array.from({ length: count }, () => empty);
}

function baselineRow(material: ExperimentMaterial, region: number, name: string, baseline: BaselineReconstruction): TableCell[] {
  return [
    { kind: 'text', text: String(region) },
    { kind: 'text', text: name },
    ...metrics.map((metric) => baselineCell(baseline[metric])),
    empty,
    empty,
    ...padding(material),
  ];
}

function modelRow(material: ExperimentMaterial, { region, pca100 }: RegionEvidence, cell: ExperimentCell): TableCell[] {
  const { context } = material;
  const records = comparedRecords(material, cell);
  const isCae = cell.model.readout === null;
  const difference: BootstrapInterval | undefined = isCae
    ? compareErrorsToBaseline(records.own.finished, pca100.mse)
    : compareErrors(records.own.finished, comparedRecords(material, { ...cell, model: cae }).own.finished);
  const printed = paperValues.table2.values[records.name]?.[`region${region}`];
  const command = remedy(context, item, isReconstructionTrained(context, cell));
  return [
    { kind: 'text', text: String(region) },
    { kind: 'text', text: records.name },
    ...metrics.map((metric) => measuredCell(records.own, metric, command)),
    { kind: 'text', text: difference ? (isCae ? 'PCA-100' : 'CAE') : '' },
    difference ? intervalCell(difference) : empty,
    ...(material.committed ? metrics.map((metric) => committedCell(records, metric)) : []),
    ...(hasPaperCounterpart(context) ? metrics.map((metric) => printedCell(printed?.[metric])) : []),
  ];
}

function notes(context: ExperimentContext): string[] {
  return [
    'Means over the test images of MSE on the [-1, 1] scale, PSNR per image with data range 2, SSIM after Wang et al. 2004; ± standard deviation over seeds, (number of seeds).',
    'Differences: model minus the one compared with, resampling test images and seeds in pairs; below 0 means a smaller error. With one seed the interval covers the choice of images only.',
    'PCA-100: 100 components fitted on the same training images, a linear code as long as that of the autoencoder; DCT-64: the 64 lowest frequencies.',
    ...(hasPaperCounterpart(context)
      ? [`Printed values: ${paperValues.table2.source}; they belong to the recordings of Antolik et al. 2016.`]
      : []),
    ...(context.dataset.kind === 'simulated'
      ? [
          'Ours are from simulated data: they can show whether an effect appears in the simulation, not whether the paper is right.',
        ]
      : []),
  ];
}

function table(material: ExperimentMaterial): ResultTable {
  const { context, evidence } = material;
  const regions = context.regions.flatMap((region) => evidence.get(region) ?? []);
  const finished = context.regions.flatMap((region) =>
    reconstructionCells(region).flatMap((cell) => comparedRecords(material, cell).own.finished),
  );
  return {
    item,
    title: 'Table 2. Image reconstruction: CAE and CAE-FR, beside linear baselines',
    caption: provenanceCaption(context, finished),
    columns: columnsOf(material),
    rows: regions.flatMap((region) => [
      baselineRow(material, region.region, 'mean image', region.meanImage),
      baselineRow(material, region.region, 'DCT-64', region.dct64),
      baselineRow(material, region.region, 'PCA-100', region.pca100),
      ...reconstructionCells(region.region).map((cell) => modelRow(material, region, cell)),
    ]),
    notes: notes(context),
  };
}

export const table2: Experiment = {
  item,
  title: 'Table 2: MSE, PSNR and SSIM of the reconstructed test images',
  notebook: '05-reconstruction.ipynb',
  specifications: (context) =>
    context.regions.flatMap((region) =>
      reconstructionCells(region)
        .filter((cell) => isReconstructionTrained(context, cell))
        .flatMap((cell) => specify(context, cell)),
    ),
  table,
  findings: describeReconstruction,
};
