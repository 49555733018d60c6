/** A reporter of node's test runner that writes its closing totals as one JSON object. */
export default async function* totals(events) {
  const counts = {};
  for await (const { type, data } of events) {
    const total = type === 'test:diagnostic' && data.nesting === 0 && /^(\w+) ([\d.]+)$/.exec(data.message);
    if (total) counts[total[1]] = Number(total[2]);
  }
  yield JSON.stringify(counts);
}
