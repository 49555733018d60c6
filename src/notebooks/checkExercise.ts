import { show } from '../figures/show';
import type { CellValue, Digits, Row } from '../figures/table';

/** One case of a check: what was given, what the reader's function says, whether it is right. */
export type CheckedCase = Row & { readonly right: boolean };

/** Columns that hold the library's answer: compared with, never shown. */
const hidden = ['library', 'expected', 'wanted'] as const;

/** No number, as a stub gives it, alone or in a list. */
const nothing = /^(NaN|[\s,])*$/;

const isOpen = (row: CheckedCase): boolean =>
  !row.right &&
  Object.values(row).some((value) =>
    typeof value === 'string' ? nothing.test(value) : Number.isNaN(value),
  );

const numbersOf = (text: string): number[] => text.split(/[\s,]+/).map(Number);

/** What is wrong with an answer, without saying what would be right. */
function fault(yours: CellValue, answer: CellValue): string {
  if (typeof yours === 'string' && typeof answer === 'string') {
    const [given, right] = [numbersOf(yours), numbersOf(answer)];
    if (given.length !== right.length)
      return `has ${given.length} instead of ${right.length} numbers`;
    const place = given.findIndex((value, index) => value !== right[index]);
    return place < 0 ? 'differs' : `differs in number ${place + 1} of ${right.length}`;
  }
  if (typeof yours !== 'number' || typeof answer !== 'number') return 'differs';
  if (Number.isNaN(yours)) return 'is not a number';
  if (yours * answer < 0) return 'has the wrong sign';
  return Math.abs(yours) > Math.abs(answer) ? 'is too large' : 'is too small';
}

/** The same factor in all wrong cases is a hint at what was forgotten. */
function commonFault(wrong: readonly (readonly [CellValue, CellValue])[]): string {
  const numbers = wrong.filter(
    (pair): pair is readonly [number, number] =>
      typeof pair[0] === 'number' && typeof pair[1] === 'number',
  );
  if (numbers.length < 2 || numbers.length < wrong.length) return '';
  const same = (values: readonly number[]): boolean =>
    values.every((value) => Math.abs(value - values[0]) <= 1e-6 * Math.abs(values[0]));
  if (same(numbers.map(([yours, answer]) => yours / answer)))
    return '; all of these are off by the same factor';
  if (same(numbers.map(([yours, answer]) => yours - answer)))
    return '; all of these are off by the same amount';
  return '';
}

function verdictOf(name: string, rows: readonly CheckedCase[]): string {
  const wrong = rows.filter(({ right }) => !right);
  if (wrong.length === 0) return `Exercise ${name}: right in all ${rows.length} cases.`;
  if (wrong.length === rows.length && rows.every(isOpen))
    return `Exercise ${name} is open: the cell above gives no answer yet.`;
  const pairs = wrong.map((row): readonly [CellValue, CellValue] => [
    row['yours'],
    row[hidden.find((column) => column in row) ?? ''],
  ]);
  const faults = wrong.map(
    (row, index) => `case ${rows.indexOf(row) + 1} ${fault(...pairs[index])}`,
  );
  return `Exercise ${name}: ${faults.join(', ')}${commonFault(pairs)}.`;
}

/** A table of what was given and answered, without the library's answer. */
function shownCase(row: CheckedCase): Row {
  return Object.fromEntries(
    Object.entries(row).filter(([column]) => !(hidden as readonly string[]).includes(column)),
  );
}

/**
 * Checks a reader's answer: a table of the cases, and one sentence that says what is wrong and
 * never what would be right. An answer that is open, wrong or throws stops no notebook. Under
 * nbgrader, which takes a cell that says nothing on stderr for a right one, it says so there: of a
 * cell that ends in an error this kernel tells too little for nbgrader, which then stops.
 * @param name of the function that the reader writes
 * @param compare its answers beside the library's (columns `yours` and `library`), one row a case
 * @param options.digits after the decimal point, by column
 * @example
 * checkExercise('half', () => [2, 5].map((given) => ({
 *   given, yours: half(given), library: given / 2, right: half(given) === given / 2,
 * })));
 */
export function checkExercise(
  name: string,
  compare: () => readonly CheckedCase[],
  options: { readonly digits?: Digits } = {},
): void {
  let sentence: string;
  let isRight = false;
  try {
    const rows = compare();
    show(rows.map(shownCase), options);
    sentence = verdictOf(name, rows);
    isRight = rows.every(({ right }) => right);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    sentence = `Exercise ${name} stops with an error: ${message}`;
  }
  if (!isRight && process.env.NBGRADER_EXECUTION !== undefined)
    process.stderr.write(`${sentence}\n`);
  else show(sentence);
}
