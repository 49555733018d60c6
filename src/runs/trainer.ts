import { train } from '../training/train';
import { computeDevice } from './computeDevice';
import type { Trainer } from './executeRun';

/** Trains in this process, on its TensorFlow. */
export const trainer: Trainer = { train, device: computeDevice };
