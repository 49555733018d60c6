import type { WriteStream } from 'node:tty';

/** One line on stderr that tells where a command is: updated in place on a terminal, else repeated now and then. */
export interface StatusLine {
  readonly update: (text: string) => void;
  /** Prints a line that stays. */
  readonly note: (text: string) => void;
  /** Clears the updating line. */
  readonly end: () => void;
}

const sparseMilliseconds = 10_000;

export function createStatusLine(stream: WriteStream = process.stderr): StatusLine {
  const clear = (): void => {
    if (!stream.isTTY) return;
    stream.cursorTo(0);
    stream.clearLine(1);
  };
  let printedAt = -Infinity;
  return {
    update: (text) => {
      clear();
      if (stream.isTTY) {
        stream.write(text.slice(0, (stream.columns || 80) - 1));
      } else if (performance.now() - printedAt >= sparseMilliseconds) {
        printedAt = performance.now();
        stream.write(`${text}\n`);
      }
    },
    note: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
    end: clear,
  };
}

/** A size for people, in decimal megabytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
