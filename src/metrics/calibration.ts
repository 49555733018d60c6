import { mean } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import { imageStatistics } from './imageStatistics';
import { noiseCeiling } from './noiseCeiling';
import { pearsonPerNeuron } from './pearsonPerNeuron';
import { participationRatio, signalCorrelation } from './sharedSignal';

/** FEV below which a neuron counts as hardly explainable (field's convention). */
const LOW_EXPLAINABLE_FRACTION = 0.15;

interface Target {
  readonly statistic: string;
  /** In regions 1, 2, 3. */
  readonly recorded: readonly [number, number, number];
  /** How far the simulation may be off; null where the issue set no bound. */
  readonly tolerance: number | null;
  readonly source: string;
}

const RECORDINGS = 'measured on the recordings of Antolik et al. 2016';
const TEST_IMAGES = 'measured on the 50 test images of Antolik et al. 2016, 32 x 32, [-1, 1]';

/** What the simulation was matched to, once, before any model that reconstructs images was trained. */
export const recordedStatistics = {
  meanResponse: {
    statistic: 'mean response',
    recorded: [0.557, 0.605, 0.688],
    tolerance: 0.05, // assumption: no bound was set beforehand
    source: RECORDINGS,
  },
  zeroShare: { statistic: 'share of zero responses', recorded: [0.509, 0.489, 0.517], tolerance: 0.03, source: RECORDINGS },
  correlationCeiling: { statistic: 'CCmax, mean over neurons', recorded: [0.808, 0.697, 0.784], tolerance: 0.05, source: RECORDINGS },
  lowExplainableShare: { statistic: 'share of neurons with FEV < .15', recorded: [0.34, 0.491, 0.402], tolerance: 0.08, source: RECORDINGS },
  linearCorrelation: {
    statistic: 'PCC of the LN model',
    recorded: [0.37, 0.3, 0.38],
    tolerance: 0.06,
    source: 'LNP of Klindt et al. 2017, NIPS2017 v1data/table1.ipynb; their regularisation is not ours',
  },
  signalCorrelation: { statistic: 'signal correlation', recorded: [0.08, 0.061, 0.023], tolerance: 0.02, source: RECORDINGS },
  participationRatio: { statistic: 'participation ratio', recorded: [10.9, 10.8, 14.0], tolerance: 2.5, source: RECORDINGS },
  networkCorrelation: {
    statistic: 'PCC of CNN-FR2',
    recorded: [0.55, 0.45, 0.49],
    tolerance: 0.05,
    source: 'CNN with factorized readout of Klindt et al. 2017, NIPS2017 v1data/table1.ipynb; three layers, ours reads from the second',
  },
  contrast: { statistic: 'image contrast', recorded: [0.414, 0.414, 0.484], tolerance: null, source: TEST_IMAGES },
  kurtosis: { statistic: 'image kurtosis', recorded: [3.18, 3.18, 1.93], tolerance: null, source: TEST_IMAGES },
  spectrumSlope: { statistic: 'slope of the power spectrum', recorded: [-2.75, -2.75, -2.73], tolerance: null, source: TEST_IMAGES },
} as const satisfies Readonly<Record<string, Target>>;

/** One line of the comparison of the simulation with the recordings. */
export interface CalibrationRow {
  readonly statistic: string;
  readonly simulated: number;
  readonly recorded: number;
  readonly tolerance: number | null;
  /** Whether the simulation is within the tolerance; null where there is none. */
  readonly met: boolean | null;
  readonly source: string;
}

/**
 * Measures a simulated region as the recordings were measured.
 * @param linearPredictions test responses predicted by the LN model (`fitLinearNonlinear(region, seed).predictions`), [T, M]
 * @param networkCorrelation mean PCC of CNN-FR2 trained on the region's responses; without it, its row is left out
 * @throws UserError when the region is none of the three recorded ones or lacks trials.
 */
export function describeCalibration(region: RegionData, linearPredictions: NdArray, networkCorrelation?: number): readonly CalibrationRow[] {
  const index = region.region - 1;
  if (region.testTrials === undefined || !(index in recordedStatistics.meanResponse.recorded)) {
    throw new UserError(`Region ${region.region} of ${region.dataset.name} cannot be set beside the recordings: that needs region 1, 2 or 3 with repeated trials.`);
  }
  const responses = Array.from(region.trainingResponses.values);
  const ceiling = noiseCeiling(region.testTrials);
  const simulated: Record<keyof typeof recordedStatistics, number | undefined> = {
    meanResponse: mean(responses),
    zeroShare: responses.filter((response) => response === 0).length / responses.length,
    correlationCeiling: mean(ceiling.correlationCeiling),
    lowExplainableShare: mean(ceiling.explainableFraction.map((fraction) => Number(fraction < LOW_EXPLAINABLE_FRACTION))),
    linearCorrelation: mean(pearsonPerNeuron(linearPredictions, region.testResponses).pcc),
    signalCorrelation: signalCorrelation(region.testTrials),
    participationRatio: participationRatio(region.testResponses),
    networkCorrelation,
    ...imageStatistics(region.testImages),
  };
  return (Object.keys(recordedStatistics) as (keyof typeof recordedStatistics)[]).flatMap((name) => {
    const { statistic, recorded, tolerance, source } = recordedStatistics[name];
    const value = simulated[name];
    if (value === undefined) return [];
    const met = tolerance === null ? null : Math.abs(value - recorded[index]) <= tolerance;
    return [{ statistic, simulated: value, recorded: recorded[index], tolerance, met, source }];
  });
}
