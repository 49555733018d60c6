import type { FinishedRecord } from '../runs/record';
import type { ExperimentContext } from './experiment';

/** The distinct values in their first order. */
function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function describeDataset({ dataset }: ExperimentContext): string {
  return dataset.kind === 'simulated'
    ? 'Simulated images and simulated V1 responses, not recordings'
    : `Recorded responses (data set ${dataset.name})`;
}

function describeBackend({ provenance }: FinishedRecord): string {
  const { backend, libraries, device, threads } = provenance;
  const library = libraries.tensorflow === undefined ? backend : `TensorFlow ${libraries.tensorflow}`;
  return `${library} on ${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

function list(numbers: readonly number[]): string {
  return [...new Set(numbers)].sort((first, second) => first - second).join(', ');
}

/** Data set, preset, seeds and backend of what is shown, from the records themselves. */
export function provenanceCaption(context: ExperimentContext, records: readonly FinishedRecord[]): string {
  if (records.length === 0) return `${describeDataset(context)}.`;
  const seeds = list(records.map(({ specification }) => specification.seed));
  const presets = distinct(records.map(({ specification }) => specification.preset)).join(', ');
  const backends = distinct(records.map(describeBackend)).join(' and ');
  return `${describeDataset(context)}; preset ${presets}; ${seeds.includes(',') ? 'seeds' : 'seed'} ${seeds}; ${backends}.`;
}

/** What may not be concluded from simulated data, as a note below a table; none for recordings. */
export function simulationNotes({ dataset }: ExperimentContext): string[] {
  return dataset.kind === 'simulated'
    ? ['Ours are from simulated data: they can show whether an effect appears in the simulation, not whether the paper is right.']
    : [];
}
