import { mean } from 'simple-statistics';
import type { NdArray } from '../../src/data/ndArray';
import type { RegionData } from '../../src/data/region';
import { imageStatistics } from '../../src/metrics/imageStatistics';
import { noiseCeiling } from '../../src/metrics/noiseCeiling';
import { pearsonPerNeuron } from '../../src/metrics/responseScores';
import { participationRatio } from '../../src/metrics/dimensionality';
import { signalCorrelation } from '../../src/metrics/representationSimilarity';
import { recordedStatistics } from '../../src/paper/printed';

export interface CalibrationRow {
  readonly statistic: string;
  readonly simulated: number;
  readonly recorded: number;
  /** null where there is none. */
  readonly tolerance: number | null;
}

/**
 * Measures a region as notebook 00 does, with the test responses that an LN model predicts, [T, M];
 * without networks, which need training.
 */
export function describeCalibration(
  { region, trainingResponses, testTrials, testResponses, testImages }: RegionData,
  linearPredictions: NdArray,
): readonly CalibrationRow[] {
  const responses = Array.from(trainingResponses.values);
  const ceiling = noiseCeiling(testTrials!);
  const { contrast, kurtosis, spectrumSlope } = imageStatistics(testImages);
  const measured: Readonly<Record<string, number>> = {
    'mean response': mean(responses),
    'share of zero responses':
      responses.filter((response) => response === 0).length / responses.length,
    'CCmax, mean over neurons': mean([...ceiling.correlationCeiling]),
    'share of neurons with FEV < .15': mean(
      ceiling.explainableFraction.map((fraction) => Number(fraction < 0.15)),
    ),
    'PCC of the LN model': mean(pearsonPerNeuron(linearPredictions, testResponses).pcc),
    'signal correlation': signalCorrelation(testTrials!),
    'participation ratio': participationRatio(testResponses),
    'image contrast': contrast,
    'image kurtosis': kurtosis,
    'slope of the power spectrum': spectrumSlope,
  };
  return recordedStatistics.flatMap(({ statistic, recorded, tolerance }) =>
    statistic in measured
      ? [{ statistic, simulated: measured[statistic], recorded: recorded[region - 1], tolerance }]
      : [],
  );
}
