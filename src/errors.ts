/**
 * Something the user can put right: missing data, a wrong shape, an unknown name.
 * Its message is one sentence that says what is wrong, where, and what to do;
 * commands print it without a stack trace and exit with status 2.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  /** What a cell of a notebook shows: the message, without a stack. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.message;
  }
}

/** A training that ended without a usable result; its message says when and why. */
export class DivergedTraining extends UserError {}
