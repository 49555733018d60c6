import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { tf } from '../../src/backend/tensorflow';
import { trainings } from '../training/graphAndEager';

/** What a process holds after a number of trainings. */
export interface Holdings {
  readonly trainings: number;
  readonly tensors: number;
  /** Of TensorFlow; 0 on other backends. */
  readonly sessions: number;
  /** Of recorded steps in the folder of temporary files, those of other processes among them. */
  readonly folders: number;
  readonly residentMb: number;
}

const steps = 12;

/**
 * Trains a small CAE-FR2 for a few steps again and again, each time as a graph.
 * @param counts after how many trainings it is looked at, ascending
 */
export async function trainManyTimes(
  counts: readonly number[],
  onProgress: (text: string) => void,
): Promise<Holdings[]> {
  const rows: Holdings[] = [];
  for (let done = 0; rows.length < counts.length; done++) {
    if (done > 0) await trainings['CAE-FR2'](steps, { execution: 'graph' });
    onProgress(`${done} trainings`);
    if (done === counts[rows.length]) rows.push(held(done));
  }
  return rows;
}

function held(done: number): Holdings {
  const backend = tf.backend() as { readonly getNumOfSavedModels?: () => number };
  return {
    trainings: done,
    tensors: tf.memory().numTensors,
    sessions: backend.getNumOfSavedModels?.() ?? 0,
    folders: readdirSync(tmpdir()).filter((name) => name.startsWith('dae-nr-step-')).length,
    residentMb: Math.round(process.memoryUsage.rss() / 1024 ** 2),
  };
}
