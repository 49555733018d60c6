import { existsSync } from 'node:fs';
import path from 'node:path';
import { mean } from 'simple-statistics';
import { reconstructWithCosines } from '../baselines/cosineTransform';
import { principalAxes } from '../baselines/principalAxes';
import { reconstructWithPrincipalComponents } from '../baselines/principalComponents';
import { openDataset } from '../data/dataset';
import { DATA_FOLDER } from '../data/layout';
import { takeRows, type NdArray } from '../data/ndArray';
import type { Dataset, RegionData } from '../data/region';
import type { PlotlyFigure } from '../figures/plotlyFigure';
import { reconstructionGrid, type ReconstructionRow } from '../figures/reconstructionGrid';
import type { ResultTable } from '../figures/resultTable';
import { noiseCeiling } from '../metrics/noiseCeiling';
import { scoreReconstructions } from '../metrics/scoreReconstructions';
import { createNetwork } from '../models/network';
import { exampleIndices } from '../runs/exampleIndices';
import type { FinishedRecord } from '../runs/record';
import type { Weights } from '../runs/weightsCodec';
import { applyNetwork } from '../training/evaluate';
import { ceilingTable } from './ceilings';
import type { ExperimentContext } from './experiment';
import { cae } from './factorizedModels';
import { provenanceCaption } from './provenanceCaption';

/** The recordings of the paper, where they are on this machine, even without their training images. */
export interface Recordings {
  readonly dataset: Dataset;
  readonly ceilings: () => Promise<ResultTable>;
  /** Recorded test images reconstructed by an autoencoder that was trained on other images. */
  readonly transfer: (region: number, autoencoder: TrainedAutoencoder) => Promise<PlotlyFigure>;
}

/** A CAE with its weights and the region that it was trained on. */
export interface TrainedAutoencoder {
  readonly context: ExperimentContext;
  readonly record: FinishedRecord;
  readonly weights: Weights;
  readonly trainedOn: () => Promise<RegionData>;
}

/** Why the recordings are not shown, and what to do. */
export const recordingsMissing =
  'The recordings of Antolik et al. 2016 are not on this machine, so only the simulation is shown: npm run data -- antolik2016 fetches them, and DAE_NR_ANTOLIK2016 names a folder that has them.';

async function ceilingsOf(dataset: Dataset): Promise<ResultTable> {
  const regions = await Promise.all(dataset.regions.map(dataset.loadRegion));
  return ceilingTable(
    `Recorded responses (data set ${dataset.identity.name}).`,
    regions.map(({ region, testTrials }) => ({ region, ceiling: testTrials ? noiseCeiling(testTrials) : null })),
  );
}

function gridRow(label: string, reconstructions: NdArray, { testImages }: RegionData): ReconstructionRow {
  const { psnr } = scoreReconstructions(reconstructions, testImages);
  const shown = exampleIndices(testImages.shape[0]);
  return {
    label,
    detail: `${mean(psnr).toFixed(2)} dB`,
    images: takeRows(reconstructions, shown),
    psnr: shown.map((index) => psnr[index]),
  };
}

async function transferFigure(
  dataset: Dataset,
  region: number,
  { context, record, weights, trainedOn }: TrainedAutoencoder,
): Promise<PlotlyFigure> {
  const data = await dataset.loadRegion(region);
  const training = await trainedOn();
  const principal = reconstructWithPrincipalComponents(data.testImages, 100, principalAxes(training.trainingImages));
  const { reconstructions } = applyNetwork(createNetwork(cae), weights, data.testImages);
  const shown = exampleIndices(data.testImages.shape[0]);
  return reconstructionGrid({
    title: `Recorded stimuli of region ${region}, reconstructed by a CAE trained on ${context.dataset.kind === 'simulated' ? 'simulated images' : context.dataset.name}`,
    caption: `Test images of the data set ${dataset.identity.name}. CAE and PCA-100 were trained on region ${training.region} of another: ${provenanceCaption(context, [record])} Below each image its PSNR in dB (data range 2); beside each row the mean over all test images.`,
    columnLabels: shown.map((index) => `image ${index + 1}`),
    rows: [
      { label: 'original', images: takeRows(data.testImages, shown) },
      gridRow('PCA-100', principal, data),
      gridRow('DCT-64', reconstructWithCosines(data.testImages, 64), data),
      gridRow('CAE', reconstructions!, data),
    ],
  });
}

/** Opens the paper's recordings from `data/antolik2016` or the folder named by DAE_NR_ANTOLIK2016; undefined where they are not. */
export async function openRecordings(
  folder = process.env.DAE_NR_ANTOLIK2016 ?? path.join(DATA_FOLDER, 'antolik2016'),
): Promise<Recordings | undefined> {
  if (!existsSync(folder)) return undefined;
  const dataset = await openDataset(folder, { requireTraining: false });
  return {
    dataset,
    ceilings: () => ceilingsOf(dataset),
    transfer: (region, autoencoder) => transferFigure(dataset, region, autoencoder),
  };
}
