import { blockParameters, earlyStopping, layerSize } from './autoencoder';
import type { Exercise } from './exercise';
import { betaForPopulation, equivalentWeights, jointLoss } from './jointTraining';
import { meanCorrelation, meanOfPeakSignalToNoise, peakSignalToNoise } from './metrics';
import { averageStimulus, factorizedPrediction, readoutWeights } from './readouts';
import { permutationShare, tValue } from './significance';
import { divergenceFromPrior } from './variants';

/** Every exercise by the name that its notebook gives to `checkExercise`. */
export const exercises = {
  '01-psnr': peakSignalToNoise,
  '01-mean-of-psnr': meanOfPeakSignalToNoise,
  '01-mean-pcc': meanCorrelation,
  '02-layer-size': layerSize,
  '02-parameters': blockParameters,
  '02-early-stopping': earlyStopping,
  '03-factorized': factorizedPrediction,
  '03-sta': averageStimulus,
  '03-weights': readoutWeights,
  '04-joint-loss': jointLoss,
  '04-same-weights': equivalentWeights,
  '04-beta': betaForPopulation,
  '07-t': tValue,
  '07-permutation-share': permutationShare,
  '08-kl': divergenceFromPrior,
} as const;

export type ExerciseName = keyof typeof exercises;

/** What an answer to an exercise has to be, usually a function. */
export type ExerciseAnswer<Name extends ExerciseName> = (typeof exercises)[Name] extends Exercise<infer Answer> ? Answer : never;
