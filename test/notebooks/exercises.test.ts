import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import * as statistics from 'simple-statistics';
import ts from 'typescript';
import { gradeExercise, type Verdict } from '../../src/course/checkExercise';
import { exercises, type ExerciseAnswer, type ExerciseName } from '../../src/course/exercises';
import * as library from '../../src/index';
import { exercisesOf } from './exerciseSources';
import { notebookSources } from './notebookSource';

function run(code: string, context: object): void {
  vm.runInNewContext(ts.transpile(code, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS }), { exports: {}, ...context });
}

/** Runs the code of an exercise as the kernel would, and grades the answer that it gives to `checkExercise`. */
function verdictOf(code: string): Verdict {
  let verdict: Verdict | undefined;
  const checkExercise = (name: ExerciseName, answer: ExerciseAnswer<ExerciseName>): void => {
    verdict = gradeExercise(name, answer);
  };
  run(code, { checkExercise, Math, Number });
  assert.ok(verdict, 'the code does not call checkExercise');
  return verdict;
}

/** Runs an answer and the check below it: what the column `right` of the table that it shows says, row by row. */
function rightRows(answer: string, check: string): boolean[] {
  const shown: Record<string, unknown>[][] = [];
  run(`${answer}\n${check}`, { ...statistics, ...library, Math, Float32Array, show: (rows: Record<string, unknown>[]) => shown.push(rows) });
  assert.equal(shown.length, 1, 'a check shows one table');
  assert.ok(shown[0].every((row) => ['yours', 'library', 'right'].every((column) => column in row)), 'with the columns yours, library, right');
  // A list of this realm, which deepEqual compares with others.
  return Array.from(shown[0], ({ right }) => right as boolean);
}

const found = notebookSources.flatMap(exercisesOf);

for (const { name, stub, solution, hasHint, check } of found) {
  test(`${name}: has a hint; the check rejects the stub and accepts the solution`, () => {
    assert.ok(hasHint, 'no folded hint above the cell');
    if (check === undefined) {
      const open = verdictOf(stub.text);
      assert.deepEqual([open.isRight, open.sentence.startsWith('Not yet.')], [false, true], open.sentence);
      const right = verdictOf(solution);
      assert.ok(right.isRight, right.sentence);
      return;
    }
    assert.equal(check.kind, 'code', 'the check stands below the stub');
    const [open, solved] = [rightRows(stub.text, check.text), rightRows(solution, check.text)];
    assert.ok(open.length >= 2 && !open.includes(true), 'the stub is refused throughout');
    assert.ok(!solved.includes(false), `the solution is refused: ${solved.join(', ')}`);
  });
}

test('every graded exercise stands in one notebook; two or three in each of the course', () => {
  assert.deepEqual(found.filter(({ check }) => check === undefined).map(({ name }) => name).sort(), Object.keys(exercises).sort());
  for (const prefix of ['01', '02', '03', '04']) {
    const own = found.filter(({ notebook }) => notebook.name.startsWith(prefix));
    assert.ok(own.length === 2 || own.length === 3, `${prefix} has ${own.length} exercises`);
  }
});

test('an answer that throws or is no function is a wrong answer, never an error', () => {
  for (const name of Object.keys(exercises) as ExerciseName[]) {
    const throwing = gradeExercise(name, (() => {
      throw new Error('left unfinished');
    }) as unknown as ExerciseAnswer<typeof name>);
    assert.equal(throwing.isRight, false);
    assert.match(throwing.sentence, /left unfinished/);
    assert.equal(gradeExercise(name, undefined as unknown as ExerciseAnswer<typeof name>).isRight, false);
  }
});

/** The check of an exercise that is shown beside the library's numbers. */
function checkOf(name: string): string {
  return found.find((exercise) => exercise.name === name)!.check!.text;
}

test('typical mistakes are rejected', () => {
  const ofMeanError = 'const tablePsnr = (errors) => 10 * Math.log10(4 / (errors.reduce((sum, error) => sum + error, 0) / errors.length));';
  assert.deepEqual(rightRows(ofMeanError, checkOf('tablePsnr')), [true, false, false], 'PSNR of the mean error, which is right where the errors are equal');
  const wrongRange = 'const psnrOf = (image, reference) => -10 * Math.log10(image.reduce((sum, value, pixel) => sum + (value - reference[pixel]) ** 2, 0) / image.length);';
  assert.ok(!rightRows(wrongRange, checkOf('psnrOf')).includes(true), 'a data range of 1');
  assert.equal(gradeExercise('02-layer-size', (size, stride) => Math.floor(size / stride)).isRight, false, 'odd sizes');
  assert.equal(
    gradeExercise('02-parameters', (kernel, inputs, outputs) => kernel * kernel * inputs * outputs + outputs).isRight,
    false,
    'a bias instead of batch norm',
  );
  assert.equal(
    gradeExercise('03-weights', (size, channels) => [size * channels, size + channels]).isRight,
    false,
    'one dimension only',
  );
  assert.equal(
    gradeExercise('08-kl', (means, logVariances) =>
      means.reduce((sum, value, index) => sum + (value ** 2 + logVariances[index] ** 2 - 1 - Math.log(logVariances[index] ** 2)) / 2, 0),
    ).isRight,
    false,
    'log-variances taken for deviations',
  );
  assert.equal(gradeExercise('04-beta', (beta, neurons, others) => (beta * others) / neurons).isRight, false, 'upside down');
});
