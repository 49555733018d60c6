/**
 * Something about the machine or the network that the user can put right.
 * `message` is one sentence: what is wrong and what to do; `details` is what the failing tool said.
 */
export class SetupError extends Error {
  constructor(message, details) {
    super(message);
    this.name = 'SetupError';
    this.details = details;
  }
}
