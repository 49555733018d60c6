/**
 * A notebook that did not run through: its message names the notebook and the cell,
 * the failure, and what the kernel said about it.
 */
export class NotebookError extends Error {
  override readonly name = 'NotebookError';

  constructor(
    readonly notebook: string,
    readonly reason: string,
    /** Number of the code cell, counted from 1 as Jupyter does; undefined where none is to blame. */
    readonly cell?: number,
    /** First line of that cell. */
    readonly firstLine?: string,
    /** What the kernel said, without colours. */
    readonly kernelMessage = '',
  ) {
    const where = cell === undefined ? notebook : `${notebook}, cell ${cell} ("${firstLine ?? ''}")`;
    super(`${where}: ${reason}${kernelMessage === '' ? '' : `\n${kernelMessage}`}`);
  }
}
