import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkExercise, type CheckedCase } from '../../src/notebooks/checkExercise';

/** What a check prints outside of a notebook. */
function printed(compare: () => readonly CheckedCase[]): string {
  const { write } = process.stdout;
  let text = '';
  process.stdout.write = (part: string | Uint8Array): boolean => {
    text += String(part);
    return true;
  };
  try {
    checkExercise('cubeOf', compare);
  } finally {
    process.stdout.write = write;
  }
  return text;
}

const check = (cubeOf: (given: number) => number) => (): CheckedCase[] =>
  [2, 3, 17].map((given) => {
    const [yours, library] = [cubeOf(given), given ** 3];
    return { given, yours, library, right: Math.abs(yours - library) < 1e-9 };
  });

const lists = (yours: string) => (): CheckedCase[] => [
  { yours, expected: '3, 4', right: yours === '3, 4' },
];

test('two right answers pass; wrong, open and failing ones are told apart, and none is told the answer', () => {
  for (const right of [(given: number) => given ** 3, (given: number) => given * given * given])
    assert.match(printed(check(right)), /Exercise cubeOf: right in all 3 cases\./);
  const wrong: [() => CheckedCase[], RegExp][] = [
    [check((given) => given ** 2), /case 1 is too small, case 2 is too small, case 3 is too small/],
    [check((given) => 2 * given ** 3), /is too large; all of these are off by the same factor\./],
    [check((given) => given ** 3 + 1), /is too large; all of these are off by the same amount\./],
    [check((given) => -(given ** 3) - 1), /has the wrong sign/],
    [check((given) => (given === 2 ? 8 : Number.NaN)), /case 2 is not a number/],
    [check(() => Number.NaN), /Exercise cubeOf is open: the cell above gives no answer yet\./],
    [
      check(() => {
        throw new Error('no such pixel');
      }),
      /Exercise cubeOf stops with an error: no such pixel/,
    ],
    [lists('3'), /case 1 has 1 instead of 2 numbers/],
    [lists('3, 5'), /case 1 differs in number 2 of 2/],
    [lists(''), /is open/],
    [lists('NaN, NaN'), /is open/],
  ];
  for (const [compare, said] of wrong) {
    const text = printed(compare);
    assert.match(text, said);
    assert.doesNotMatch(text, /4913|library|expected|right in all/);
  }
});

test('nbgrader, which grades by what is said on stderr, hears of everything that is not right', () => {
  process.env.NBGRADER_EXECUTION = 'autograde';
  const { write } = process.stderr;
  let said = '';
  process.stderr.write = (part: string | Uint8Array): boolean => {
    said += String(part);
    return true;
  };
  try {
    for (const [answer, expected] of [
      [(given: number) => given, /Exercise cubeOf: case 1 is too small/],
      [() => Number.NaN, /is open/],
      [(given: number) => given ** 3, /^$/],
    ] as const) {
      said = '';
      printed(check(answer));
      assert.match(said, expected);
    }
  } finally {
    process.stderr.write = write;
    delete process.env.NBGRADER_EXECUTION;
  }
});
