import { mean } from 'simple-statistics';
import { baselineCell } from '../experiments/cellRecords';
import { comparePccToBaseline, predictionsOf } from '../experiments/comparisons';
import { caution, choose, withInterval } from '../experiments/findings/words';
import { provenanceCaption } from '../experiments/provenanceCaption';
import type { TableCell } from '../figures/resultTable';
import { scatter } from '../figures/scatter';
import { formatNumber } from '../figures/tableText';
import { pearsonPerNeuron } from '../metrics/pearsonPerNeuron';
import type { NdArray } from '../data/ndArray';
import type { TabledIllustration } from './illustration';
import type { Lesson } from './lesson';
import type { TrainedModel } from './trainedModel';

interface Predictor {
  readonly name: string;
  /** Against the responses as recorded. */
  readonly pcc: readonly number[];
  /** Against the rates without noise, which only a simulation knows. */
  readonly truePcc: readonly number[] | undefined;
}

function predictor(name: string, predictions: NdArray, { region }: Lesson): Predictor {
  return {
    name,
    pcc: pearsonPerNeuron(predictions, region.testResponses).pcc,
    truePcc: region.truth && pearsonPerNeuron(predictions, region.truth.testRates).pcc,
  };
}

function row({ name, pcc, truePcc }: Predictor): TableCell[] {
  return [{ kind: 'text', text: name }, baselineCell(pcc), ...(truePcc ? [baselineCell(truePcc)] : [])];
}

function describe(lesson: Lesson, model: TrainedModel, predictors: readonly Predictor[]): string[] {
  const { evidence, region } = lesson;
  const difference = comparePccToBaseline([model.record], evidence.linearNonlinear.predictions, region.testResponses)!;
  const verdict = choose(difference, {
    below: 'the network is worse than a linear filter',
    above: 'the network is better than a linear filter',
    around: 'the two cannot be told apart',
  });
  const sentences = [`${model.name} minus the LN model is ${withInterval(difference, 3)} in mean PCC: ${verdict}.`];
  const ceiling = evidence.noiseCeiling?.correlationCeiling;
  if (ceiling) {
    const above = predictors[predictors.length - 1].pcc.filter((value, neuron) => value > ceiling[neuron]).length;
    sentences.push(
      `The mean ceiling is ${formatNumber(mean([...ceiling]), 3)}; ${above} of ${ceiling.length} neurons lie above theirs, which is an estimate from a few trials and therefore noisy itself.`,
    );
  }
  const truth = region.truth && predictors[predictors.length - 1].truePcc;
  if (truth)
    sentences.push(
      `Against the rates without noise, which only a simulation knows, ${model.name} reaches ${formatNumber(mean([...truth]), 3)}: what is missing to 1 there is the model's own error, the rest is noise of the responses.`,
    );
  return sentences;
}

/** Correlation of every neuron with its noise ceiling beside it: the LN model and the network. */
export function illustrateCeiling(lesson: Lesson, model: TrainedModel | undefined): TabledIllustration {
  const { context, region, evidence } = lesson;
  const predictors = [
    predictor('LN model', evidence.linearNonlinear.predictions, lesson),
    ...(model ? [predictor(model.name, predictionsOf(model.record), lesson)] : []),
  ];
  const ceiling = evidence.noiseCeiling?.correlationCeiling;
  const caption = `${provenanceCaption(context, model ? [model.record] : [])} Region ${region.region}.`;
  return {
    figure:
      ceiling &&
      scatter({
        title: 'How far from the ceiling?',
        caption: `${caption} One point per neuron and model, over ${region.testResponses.shape[0]} test images. Dashed: as good as any model can be.`,
        xTitle: 'CCmax, the noise ceiling of the neuron',
        yTitle: 'PCC of prediction and mean response',
        series: predictors.map(({ name, pcc }) => ({ label: name, x: ceiling, y: pcc })),
        identity: true,
      }),
    table: {
      item: 'prediction-ceiling',
      title: 'Mean correlation over neurons',
      caption,
      columns: [
        { heading: 'Model' },
        { heading: 'with the responses', digits: 3 },
        ...(region.truth ? [{ heading: 'with the true rates', digits: 3 }] : []),
      ],
      rows: [
        ...predictors.map(row),
        ...(ceiling ? [row({ name: 'noise ceiling (CCmax)', pcc: ceiling, truePcc: region.truth && ceiling.map(() => 1) })] : []),
      ],
      notes: ['Pearson correlation per neuron over the test images, averaged over neurons; a constant prediction counts as 0.'],
    },
    findings: model
      ? [...caution(context), ...describe(lesson, model, predictors)]
      : ['The network has not been trained yet: only the LN model is shown.'],
  };
}
