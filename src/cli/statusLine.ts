const sparseMilliseconds = 10_000;
let printedAt = -Infinity;

function clear(): void {
  if (!process.stderr.isTTY) return;
  process.stderr.cursorTo(0);
  process.stderr.clearLine(1);
}

/**
 * One line on stderr that tells where a command is: updated in place on a terminal, else repeated
 * now and then.
 */
export const statusLine = {
  update: (text: string): void => {
    clear();
    if (process.stderr.isTTY) {
      process.stderr.write(text.slice(0, (process.stderr.columns || 80) - 1));
    } else if (performance.now() - printedAt >= sparseMilliseconds) {
      printedAt = performance.now();
      process.stderr.write(`${text}\n`);
    }
  },
  /** Prints a line that stays. */
  note: (text: string): void => {
    clear();
    process.stderr.write(`${text}\n`);
  },
  /** Clears the updating line. */
  end: clear,
};
