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

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole} s`;
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
