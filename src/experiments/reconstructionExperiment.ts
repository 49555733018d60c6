import { mean } from 'simple-statistics';
import { takeRows } from '../data/ndArray';
import type { PlotlyFigure } from '../figures/plotlyFigure';
import { reconstructionGrid, type ReconstructionRow } from '../figures/reconstructionGrid';
import type { FinishedRecord, ReconstructionScores } from '../runs/record';
import { decodeArray } from '../runs/recordCodec';
import { comparedRecords } from './comparedRecords';
import type { BaselineReconstruction } from './evidence';
import type { Experiment, ExperimentContext, ExperimentMaterial } from './experiment';
import { focusRegion } from './factorizedModels';
import { provenanceCaption } from './provenanceCaption';
import { isReconstructionTrained, reconstructionCells } from './reconstructionCells';
import { remedy } from './remedy';
import { specifyTrained } from '../paper/specify';

/** The region that a figure of the paper shows; data with a single region show that one in Fig. 2. */
function shownRegion(context: ExperimentContext, region: number): number | undefined {
  if (context.regions.includes(region)) return region;
  return region === 3 ? focusRegion(context) : undefined;
}

function decibels(psnr: readonly number[]): string {
  return `${mean([...psnr]).toFixed(2)} dB`;
}

function baselineRow(label: string, { psnr, examples }: BaselineReconstruction, indices: readonly number[]): ReconstructionRow {
  return { label, detail: decibels(psnr), images: examples, psnr: indices.map((index) => psnr[index]) };
}

function recordRow(label: string, { psnr, examples, exampleIndices }: ReconstructionScores): ReconstructionRow {
  return { label, detail: decibels(psnr), images: decodeArray(examples), psnr: exampleIndices.map((index) => psnr[index]) };
}

function figure(material: ExperimentMaterial, item: string, name: string, region: number): PlotlyFigure | undefined {
  const { context } = material;
  const evidence = material.evidence.get(region);
  if (evidence === undefined) return undefined;
  const used: FinishedRecord[] = [];
  const rows = reconstructionCells(region).map((cell): ReconstructionRow => {
    const { name: label, own } = comparedRecords(material, cell);
    const record = own.finished.at(0);
    if (record?.reconstruction) {
      used.push(record);
      return recordRow(label, record.reconstruction);
    }
    const missing = own.failed > 0 ? 'the training failed' : remedy(context, item, isReconstructionTrained(context, cell));
    return { label, images: undefined, missing };
  });
  return reconstructionGrid({
    title: `${name}. Reconstructions of test images, region ${region}`,
    caption: `${provenanceCaption(context, used)} Below each image its PSNR in dB (data range 2); beside each row the mean over all ${evidence.testStimuli.shape[0]} test images.`,
    columnLabels: evidence.exampleIndices.map((index) => `image ${index + 1}`),
    rows: [
      { label: 'original', images: takeRows(evidence.testStimuli, evidence.exampleIndices) },
      baselineRow('PCA-100', evidence.pca100, evidence.exampleIndices),
      baselineRow('DCT-64', evidence.dct64, evidence.exampleIndices),
      ...rows,
    ],
  });
}

/** Fig. 2, App. Fig. 6 and 7: ten test images of one region reconstructed by every model of the IR task, first seed. */
export function reconstructionExperiment(item: string, name: string, paperRegion: number): Experiment {
  return {
    item,
    title: `${name}: reconstructions, region ${paperRegion}`,
    notebook: '05-reconstruction.ipynb',
    specifications: (context) => {
      const region = shownRegion(context, paperRegion);
      const cells = region === undefined ? [] : reconstructionCells(region);
      return specifyTrained({ ...context, seeds: context.seeds.slice(0, 1) }, cells, isReconstructionTrained);
    },
    figure: (material) => {
      const region = shownRegion(material.context, paperRegion);
      return region === undefined ? undefined : figure(material, item, name, region);
    },
  };
}
