/** Progress goes to stderr: stdout belongs to the command's result. */
export function say(line) {
  process.stderr.write(`set-up: ${line}\n`);
}

/** Runs `work` and says what it is, that it still goes on, and how long it took. */
export async function timed(title, expectation, work) {
  const begin = Date.now();
  const seconds = () => Math.round((Date.now() - begin) / 1000);
  say(`${title} (${expectation}) ...`);
  const ticker = setInterval(() => say(`${title}: still at work after ${seconds()} s`), 20_000);
  try {
    const result = await work();
    say(`${title}: done in ${seconds()} s${result ? `, ${result}` : ''}`);
  } finally {
    clearInterval(ticker);
  }
}
