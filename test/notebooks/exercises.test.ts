import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import ts from 'typescript';
import { gradeExercise, type Verdict } from '../../src/course/checkExercise';
import { exercises, type ExerciseAnswer, type ExerciseName } from '../../src/course/exercises';
import { exercisesOf } from './exerciseSources';
import { notebookSources } from './notebookSource';

/** Runs the code of an exercise as the kernel would, and grades the answer that it gives to `checkExercise`. */
function verdictOf(code: string): Verdict {
  let verdict: Verdict | undefined;
  const checkExercise = (name: ExerciseName, answer: ExerciseAnswer<ExerciseName>): void => {
    verdict = gradeExercise(name, answer);
  };
  vm.runInNewContext(ts.transpile(code, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS }), {
    checkExercise,
    Math,
    Number,
    exports: {},
  });
  assert.ok(verdict, 'the code does not call checkExercise');
  return verdict;
}

const found = notebookSources.flatMap(exercisesOf);

for (const { name, stub, solution, hasHint } of found) {
  test(`${name}: has a hint; the check rejects the stub and accepts the solution`, () => {
    assert.ok(hasHint, 'no folded hint above the cell');
    const open = verdictOf(stub.text);
    assert.deepEqual([open.isRight, open.sentence.startsWith('Not yet.')], [false, true], open.sentence);
    const right = verdictOf(solution);
    assert.ok(right.isRight, right.sentence);
  });
}

test('every exercise stands in one notebook, two or three in each of the course', () => {
  assert.deepEqual(found.map(({ name }) => name).sort(), Object.keys(exercises).sort());
  for (const prefix of ['01', '02', '03', '04']) {
    const own = found.filter(({ name, notebook }) => name.startsWith(prefix) && notebook.name.startsWith(prefix));
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

test('typical mistakes are rejected', () => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  assert.equal(
    gradeExercise('01-mean-of-psnr', (errors) => 10 * Math.log10(4 / mean(errors))).isRight,
    false,
    'PSNR of the mean error',
  );
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
