import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration } from '../../src/paper/progressLine';
import { createPoolProgress } from '../../src/cli/poolProgress';
import { buildRecord } from '../../src/runs/buildRecord';
import { items, runsOf } from '../../src/paper/items';
import { openPlan } from '../../src/paper/specify';
import type { NamedRun } from '../../src/runs/recordStore';
import type { RunSpecification } from '../../src/runs/specification';
import { specificationHash, uniqueSpecifications } from '../../src/runs/specificationHash';
import { tinyProvenance, tinyRegion, tinySpecification, tinyTraining } from '../runs/tinyRun';

const named = (specification: RunSpecification): NamedRun => ({
  specification,
  hash: specificationHash(specification),
});

/** The record of a run that took so many steps and seconds. */
function finishedAfter(specification: RunSpecification, steps: number, seconds: number) {
  return buildRecord(specification, tinyRegion, tinyTraining({ steps }), {
    ...tinyProvenance,
    seconds,
  });
}

interface Simulation {
  /**
   * Until then everything takes three times as long: notebooks are executed beside the trainings.
   */
  readonly aloneFrom?: number;
  readonly workers: number;
  /** Of a whole training, unlike what the package expects. */
  readonly steps: (specification: RunSpecification) => number;
  readonly secondsPerStep: (specification: RunSpecification) => number;
  readonly startSeconds: number;
  readonly fixedSeconds: number;
}

/** Plays a pool second by second; what was shown, and how long it really took from then on. */
function simulate(
  runs: readonly NamedRun[],
  { workers, steps, secondsPerStep, startSeconds, fixedSeconds, aloneFrom = 0 }: Simulation,
): { shown: number | undefined; truth: number }[] {
  let clock = 0;
  const pool = createPoolProgress(runs);
  const waiting = [...runs];
  const lanes = Array.from({ length: workers }, () => ({
    run: undefined as NamedRun | undefined,
    trainsFrom: 0,
    worked: 0,
    isNew: true,
  }));
  const shown: { at: number; seconds: number | undefined }[] = [];
  for (; waiting.length > 0 || lanes.some(({ run }) => run !== undefined); clock++) {
    const isAlone = clock >= aloneFrom;
    if (clock === aloneFrom && clock > 0) pool.measureAnew();
    for (const lane of lanes) {
      if (lane.run !== undefined && clock > lane.trainsFrom) lane.worked += isAlone ? 1 : 1 / 3;
      const { specification } = lane.run ?? {};
      if (
        specification !== undefined &&
        lane.worked >= fixedSeconds + steps(specification) * secondsPerStep(specification)
      ) {
        pool.record({
          kind: 'ended',
          run: lane.run!,
          record: finishedAfter(specification, steps(specification), clock - lane.trainsFrom),
          by: 'us',
        });
        lane.run = undefined;
      }
      if (lane.run === undefined && waiting.length > 0) {
        lane.run = waiting.shift()!;
        lane.trainsFrom = clock + (lane.isNew ? startSeconds : 0);
        lane.worked = 0;
        lane.isNew = false;
        pool.record({ kind: 'started', run: lane.run });
      } else if (lane.run !== undefined && clock > lane.trainsFrom) {
        const { maxSteps, patience } = lane.run.specification.hyperparameters;
        const secondsElapsed = clock - lane.trainsFrom;
        const step = Math.min(
          steps(lane.run.specification),
          Math.floor(lane.worked / secondsPerStep(lane.run.specification)),
        );
        const secondsLeft =
          (secondsElapsed / step) * Math.min(patience, steps(lane.run.specification) - step);
        const progress = {
          stage: 2,
          step,
          maxSteps,
          trainingLoss: 1,
          validation: 1,
          bestValidation: 1,
          bestStep: step,
          secondsElapsed,
          secondsLeft,
        };
        if (step >= 50) pool.record({ kind: 'progress', run: lane.run, progress });
      }
    }
    shown.push({ at: clock, seconds: isAlone ? pool.secondsLeft() : undefined });
  }
  return shown.map(({ at, seconds }) => ({ shown: seconds, truth: clock - at }));
}

const identity = { name: 'simulated', kind: 'simulated', fingerprint: 'f00d' } as const;
const quick = uniqueSpecifications(
  runsOf(openPlan({ identity, regions: [1, 2, 3] }, 'quick'), items, () => undefined),
).map(named);

/** Times of a step that are no multiple of what the package takes them for. */
function unevenSeconds({ autoencoder, readout, layer, frozenEncoder }: RunSpecification): number {
  const encoder =
    autoencoder === null || frozenEncoder !== undefined
      ? 0.002 + 0.0015 * (layer ?? 0)
      : { CAE: 0.02, VAE: 0.032, 'VQ-VAE': 0.015 }[autoencoder];
  return encoder + (readout === null ? 0 : readout === 'FC' ? 0.006 : 0.0035);
}

for (const [workers, aloneFrom] of [
  [1, 0],
  [2, 0],
  [6, 0],
  [1, 70],
  [2, 70],
] as const) {
  test(`no estimate of the quick preset in ${workers} processes, ${aloneFrom} s beside notebooks, is ever off by a factor of two, and the first comes soon`, () => {
    const steps = ({ frozenEncoder, hyperparameters }: RunSpecification): number =>
      frozenEncoder?.mapping === 'unfitted' ? 0 : hyperparameters.maxSteps;
    assert.ok(quick.length > 50);
    const moments = simulate(quick, {
      workers,
      steps,
      secondsPerStep: unevenSeconds,
      startSeconds: 6,
      fixedSeconds: 2,
      aloneFrom,
    });
    const first = moments.findIndex(({ shown }) => shown !== undefined);
    assert.ok(first > 0 && first < aloneFrom + 60, `first estimate after ${first} s`);
    for (const { shown, truth } of moments.slice(first).filter((moment) => moment.truth > 20)) {
      assert.ok(
        shown! < 2 * truth && shown! > truth / 2,
        `${shown} s shown where ${truth} s were left`,
      );
    }
  });
}

test('trainings that patience ends are not taken for as long as they may be, and later ones for as long as earlier ones took', () => {
  const patient = (seed: number): NamedRun =>
    named({
      ...tinySpecification,
      seed,
      hyperparameters: { ...tinySpecification.hyperparameters, maxSteps: 20_000, patience: 1000 },
    });
  const moments = simulate([1, 2, 3, 4].map(patient), {
    workers: 1,
    steps: () => 2100,
    secondsPerStep: () => 0.05,
    startSeconds: 4,
    fixedSeconds: 1,
  });
  const shown = moments.filter((moment) => moment.shown !== undefined);
  shown.forEach((moment) =>
    assert.ok(
      moment.shown! < 2 * moment.truth + 10 && moment.shown! > moment.truth / 2 - 10,
      JSON.stringify(moment),
    ),
  );
  const afterFirst = shown.filter(({ truth }) => truth < 300 && truth > 20);
  afterFirst.forEach((moment) =>
    assert.ok(
      Math.abs(moment.shown! - moment.truth) < 0.1 * moment.truth + 5,
      JSON.stringify(moment),
    ),
  );
});

test('nothing is shown before a run has ended or every one that is being trained has made a hundred steps', () => {
  const [first, second] = [1, 2].map((seed) =>
    named({
      ...tinySpecification,
      seed,
      hyperparameters: { ...tinySpecification.hyperparameters, maxSteps: 800, patience: 1000 },
    }),
  );
  let clock = 0;
  const pool = createPoolProgress([first, second]);
  const at = (step: number) => ({
    stage: 1,
    step,
    maxSteps: 800,
    trainingLoss: 1,
    validation: 1,
    bestValidation: 1,
    bestStep: 5,
    secondsElapsed: clock,
    secondsLeft: 1,
  });
  for (const run of [first, second]) pool.record({ kind: 'started', run });
  clock = 30;
  pool.record({ kind: 'progress', run: first, progress: at(150) });
  pool.record({ kind: 'progress', run: second, progress: at(50) });
  assert.equal(pool.secondsLeft(), undefined);
  pool.record({ kind: 'progress', run: second, progress: at(100) });
  assert.notEqual(pool.secondsLeft(), undefined);
  assert.equal(pool.ended(), 0);
});

test('durations', () => {
  assert.deepEqual([0.4, 59, 61, 3599.6, 7500].map(formatDuration), [
    '0 s',
    '59 s',
    '1 min 1 s',
    '1 h 0 min',
    '2 h 5 min',
  ]);
});
