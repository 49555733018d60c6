/** What is measured: one training step of a model. */
export interface StepSetting {
  readonly model: string;
  readonly batch: number;
  readonly threads: number;
}

/** Middle and ends of the values of all rounds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/**
 * One training step of one backend or peer, in milliseconds; middle and ends of the rounds'
 * medians.
 */
export interface StepMeasurement extends StepSetting {
  /** As in `contestants`. */
  readonly backend: string;
  /** Library and version. */
  readonly library: string;
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** Processor time of a step, all threads together; median of the rounds. */
  readonly processorMs: number;
  /** From the start of the process to the end of its first step. */
  readonly firstStepMs: number;
}

/** Anything else that takes time or memory. */
export interface TaskMeasurement {
  readonly task: string;
  readonly backend: string;
  readonly unit: 'ms' | 'MB' | 'x' | 'GFLOP' | 'GFLOP/s' | 'tensors and sessions';
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Of the square matrices whose product shows how fast a machine can compute. */
export const matrixSide = 1024;

/** Something that could not be measured here, and why. */
export interface Absence extends StepSetting {
  readonly backend: string;
  readonly reason: string;
}

/**
 * Summary of the rounds.
 * @param values at least one
 */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}
