import { Readable } from 'node:stream';
import { spec } from 'node:test/reporters';

/** Node's own report, and after it the totals once more: node prints what failed after them, and the last line is to carry them. */
export default async function* report(events) {
  const counts = {};
  async function* counted() {
    for await (const event of events) {
      const { type, data } = event;
      const [, name, count] = (type === 'test:diagnostic' && data.nesting === 0 && /^(\w+) ([\d.]+)$/.exec(data.message)) || [];
      if (name) counts[name] = Number(count);
      yield event;
    }
  }
  yield* Readable.from(counted()).compose(new spec());
  const { tests, pass, fail, skipped, duration_ms: milliseconds } = counts;
  yield `\n${tests} tests in ${Math.round(milliseconds / 1000)} s\n${pass} passed, ${fail} failed, ${skipped} skipped\n`;
}
