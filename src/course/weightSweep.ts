import { mean } from 'simple-statistics';
import { takeRows } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { splitTraining } from '../data/split';
import { UserError } from '../errors';
import { scatter } from '../figures/scatter';
import { formatNumber } from '../figures/tableText';
import { scoreReconstructions } from '../metrics/scoreReconstructions';
import { pearsonPerNeuron } from '../metrics/pearsonPerNeuron';
import { train } from '../training/train';
import type { Illustration } from './illustration';
import { interruptible } from '../runs/interruptible';
import type { Lesson } from './lesson';
import { planShortTraining, type ShortTrainingSettings } from './shortTraining';
import { trainingView } from '../figures/trainingView';

export type WeightSweepSettings = Omit<ShortTrainingSettings, 'beta'> & {
  /** Weights of the responses, one training each. */
  readonly betas: readonly number[];
};

/** Several short trainings that differ in the weight of the responses. */
export interface WeightSweep {
  /** Trains one after another with one progress line and a curve each; the interrupt button keeps what is there. */
  readonly run: () => Promise<void>;
  /**
   * Reconstruction against prediction on the validation images.
   * @throws UserError before `run`.
   */
  readonly illustrate: () => Illustration;
}

interface SweepPoint {
  readonly beta: number;
  readonly mse: number;
  readonly pcc: number;
}

/** The region with its validation images in place of the test images: weights are never chosen on test images. */
function scoredOnValidation(region: RegionData, seed: number): RegionData {
  const { validation } = splitTraining(region.trainingImages.shape[0], seed);
  return {
    ...region,
    testImages: takeRows(region.trainingImages, validation),
    testResponses: takeRows(region.trainingResponses, validation),
    testTrials: undefined,
  };
}

function describe(points: readonly SweepPoint[]): string[] {
  const ordered = [...points].sort((first, second) => first.beta - second.beta);
  const [first, last] = [ordered[0], ordered[ordered.length - 1]];
  if (first === last)
    return [`Only β = ${first.beta} was trained: MSE ${formatNumber(first.mse, 4)}, PCC ${formatNumber(first.pcc, 3)}.`];
  return [
    `From β = ${first.beta} to β = ${last.beta} the validation MSE goes from ${formatNumber(first.mse, 4)} to ${formatNumber(last.mse, 4)}, the mean PCC from ${formatNumber(first.pcc, 3)} to ${formatNumber(last.pcc, 3)}.`,
    'These are single responses, not means over trials, so that their PCC is lower than in the tables; one seed and so few steps say how the weights pull, not which is best.',
  ];
}

/**
 * Sets up a sweep of the weight of the responses, β, in the lesson's region; nothing of it becomes a record.
 * @throws UserError for a model without an autoencoder or a readout, or a wrong setting.
 */
export function weightSweep(lesson: Lesson, { betas, ...settings }: WeightSweepSettings): WeightSweep {
  const plans = betas.map((beta) => ({ beta, request: planShortTraining(lesson, { ...settings, beta }) }));
  if (plans.length === 0) throw new UserError('A sweep needs at least one weight: write for example betas: [0.1, 1].');
  const { autoencoder, readout, seed, hyperparameters } = plans[0].request;
  if (autoencoder === null || readout === null)
    throw new UserError(
      `${settings.model} does not learn jointly: choose a model with an autoencoder and a readout, such as CAE-FR2.`,
    );
  const label = `${settings.model}, ${hyperparameters.maxSteps} steps`;
  const points: SweepPoint[] = [];
  return {
    run: async () => {
      points.length = 0;
      const view = trainingView(label, settings.task);
      const region = scoredOnValidation(lesson.region, seed);
      await interruptible(async (signal) => {
        for (const { beta, request } of plans) {
          if (signal.aborted) break;
          view.begin(`β = ${beta}`);
          const result = await train(request, region, { signal, onProgress: view.report });
          if (result.status === 'failed') throw new UserError(`β = ${beta}: ${result.reason}`);
          const { mse } = scoreReconstructions(result.reconstructions!, region.testImages);
          points.push({ beta, mse: mean(mse), pcc: mean(pearsonPerNeuron(result.predictions!, region.testResponses).pcc) });
        }
        view.say(`${points.length} of ${plans.length} trainings${signal.aborted ? ', then interrupted' : ''}`);
      });
      await view.finish();
    },
    illustrate: () => {
      if (points.length === 0) throw new UserError('Nothing has been trained yet: run the cell above first.');
      return {
        figure: scatter({
          title: 'What the weight of the responses buys and costs',
          caption: `${lesson.caption} ${label}, α = ${hyperparameters.alpha}, batch ${hyperparameters.batchSize}, seed ${seed}; validation images. Trainings that only this notebook makes.`,
          xTitle: 'validation MSE',
          yTitle: 'validation PCC, mean over neurons',
          series: [
            {
              label,
              x: points.map(({ mse }) => mse),
              y: points.map(({ pcc }) => pcc),
              pointLabels: points.map(({ beta }) => `β = ${beta}`),
              joined: true,
            },
          ],
        }),
        findings: describe(points),
      };
    },
  };
}
