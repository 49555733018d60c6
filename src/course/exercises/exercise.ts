/** One task of a notebook: what an answer has to do, and how that is found out. */
export interface Exercise<Answer> {
  /** What is said to a right answer: why it matters. */
  readonly praise: string;
  /**
   * Tries an answer on several inputs.
   * @returns what is wrong with it, in one sentence; undefined for a right answer
   */
  readonly complaint: (answer: Answer) => string | undefined;
}

/** Numbers agree up to the rounding of single precision. */
function agree(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= 1e-4 * Math.max(1, Math.abs(expected));
}

function show(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}

/** Complains about a number that is not the expected one. */
export function expectNumber(actual: unknown, expected: number, input: string): string | undefined {
  if (typeof actual !== 'number' || Number.isNaN(actual))
    return `For ${input} your answer is not a number yet (${show(actual)}); it should be ${show(expected)}.`;
  return agree(actual, expected) ? undefined : `For ${input} your answer is ${show(actual)}; it should be ${show(expected)}.`;
}

/** Complains about the first number of a list that is not the expected one. */
export function expectNumbers(actual: unknown, expected: ArrayLike<number>, input: string): string | undefined {
  const given = actual as ArrayLike<unknown> | null | undefined;
  if (given === null || typeof given !== 'object' || given.length !== expected.length) {
    return `For ${input} your answer should be a list of ${expected.length} numbers.`;
  }
  for (let index = 0; index < expected.length; index++) {
    const complaint = expectNumber(given[index], expected[index], `${input}, number ${index + 1}`);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

/** The first complaint of several tries. */
export function firstComplaint(tries: readonly (() => string | undefined)[]): string | undefined {
  for (const attempt of tries) {
    const complaint = attempt();
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}
