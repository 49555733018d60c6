import { fitReadout } from '../training/fitReadout';
import { train } from '../training/train';
import { computeDevice } from './computeDevice';
import type { Trainer } from './executeRun';

/** Trains in this process, on its TensorFlow. */
export const trainer: Trainer = {
  train: (request, region, options) => (request.frozenEncoder === undefined ? train : fitReadout)(request, region, options),
  device: computeDevice,
};
