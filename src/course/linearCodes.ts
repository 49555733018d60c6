import { mean } from 'simple-statistics';
import { reconstructWithCosines } from '../baselines/cosineTransform';
import { takeRows, type NdArray } from '../data/ndArray';
import { baselineCell } from '../experiments/cellRecords';
import { compareErrorsToBaseline } from '../experiments/comparisons';
import { caution, choose, withInterval } from '../experiments/findings/words';
import { provenanceCaption } from '../experiments/provenanceCaption';
import { reconstructionGrid, type ReconstructionRow } from '../figures/reconstructionGrid';
import type { TableCell } from '../figures/resultTable';
import { formatNumber } from '../figures/tableText';
import { scoreReconstructions, type ImageScores } from '../metrics/scoreReconstructions';
import { architecture } from '../models/architecture';
import { decodeArray } from '../runs/recordCodec';
import type { TabledIllustration } from './illustration';
import type { Lesson } from './lesson';
import type { TrainedModel } from './trainedModel';

type Scores = Readonly<Record<keyof ImageScores, readonly number[]>>;

interface Code extends Scores {
  readonly name: string;
  /** Numbers that describe one image. */
  readonly length: number;
  /** Reconstructions of the example images. */
  readonly examples: NdArray;
}

/** The codes that nothing or only a linear projection was learned for. */
function linearCodes({ region, evidence }: Lesson): Code[] {
  const cosines = reconstructWithCosines(region.testImages, 100);
  return [
    { name: 'PCA-100', length: 100, ...evidence.pca100 },
    {
      name: 'DCT-100',
      length: 100,
      ...scoreReconstructions(cosines, region.testImages),
      examples: takeRows(cosines, evidence.exampleIndices),
    },
    { name: 'DCT-64', length: 64, ...evidence.dct64 },
  ];
}

function row(code: Code, { exampleIndices }: Lesson['evidence']): ReconstructionRow {
  return {
    label: code.name,
    detail: `${formatNumber(mean([...code.psnr]), 2)} dB`,
    images: code.examples,
    psnr: exampleIndices.map((index) => code.psnr[index]),
  };
}

function tableRow(name: string, length: number, { mse, psnr, ssim }: Scores): TableCell[] {
  return [
    { kind: 'text', text: name },
    { kind: 'text', text: String(length) },
    ...[mse, psnr, ssim].map((values) => baselineCell(values)),
  ];
}

function compare(model: TrainedModel, { name, mse }: Code): string {
  const difference = compareErrorsToBaseline([model.record], mse)!;
  const verdict = choose(difference, {
    below: `${model.name} beats ${name}`,
    above: `${name} beats ${model.name}`,
    around: `${model.name} and ${name} cannot be told apart`,
  });
  return `${verdict}: the difference in MSE, ${model.name} minus ${name}, is ${withInterval(difference, 4)}.`;
}

function judge(model: TrainedModel, { mse }: Code): string {
  const difference = compareErrorsToBaseline([model.record], mse)!;
  return choose(difference, {
    below: 'A network with a code of that length has found something that a linear code of the same length cannot say.',
    above:
      "A linear code as long as the network's wins: the network has not used its freedom, and a gain over it is a gain over a weak rival.",
    around: "On these images the network's nonlinearity has not paid off against a linear code of the same length.",
  });
}

/** The autoencoder's own code, where it has been trained. */
function ownCode(model: TrainedModel | undefined): Code[] {
  const scores = model?.record.reconstruction;
  return model && scores
    ? [{ ...scores, name: model.name, length: architecture.latentDimensions, examples: decodeArray(scores.examples) }]
    : [];
}

/** Reconstructed test images of an autoencoder beside codes that are as long and linear. */
export function illustrateLinearCodes(lesson: Lesson, model: TrainedModel | undefined): TabledIllustration {
  const { context, region, evidence } = lesson;
  const codes = linearCodes(lesson);
  const shown = [...ownCode(model), ...codes];
  const caption = `${provenanceCaption(context, model ? [model.record] : [])} Region ${region.region}.`;
  return {
    figure: reconstructionGrid({
      title: 'Four codes of the same test images',
      caption: `${caption} Below each image its PSNR in dB (data range 2); beside each row the mean over all ${region.testImages.shape[0]} test images. PCA was fitted on the training images of the network.`,
      columnLabels: evidence.exampleIndices.map((index) => `image ${index + 1}`),
      rows: [
        { label: 'original', images: takeRows(region.testImages, evidence.exampleIndices) },
        ...shown.map((code) => row(code, evidence)),
      ],
    }),
    table: {
      item: 'linear-codes',
      title: 'The autoencoder beside linear codes',
      caption,
      columns: [
        { heading: 'Code' },
        { heading: 'numbers per image' },
        { heading: 'MSE', digits: 4 },
        { heading: 'PSNR (dB)', digits: 2 },
        { heading: 'SSIM', digits: 3 },
      ],
      rows: [
        ...shown.map((code) => tableRow(code.name, code.length, code)),
        tableRow('mean training image', 0, evidence.meanImage),
      ],
      notes: [
        'Means over the test images: MSE on the [-1, 1] scale, PSNR per image with data range 2, SSIM after Wang et al. 2004.',
      ],
    },
    findings:
      model === undefined
        ? ['The autoencoder has not been trained yet, so there is nothing to compare.']
        : [...caution(context), ...codes.map((code) => compare(model, code)), judge(model, codes[0])],
  };
}
