/**
 * JSON with the keys of every object in code-unit order and no white space, so that equal data give equal bytes.
 * @throws TypeError for a number that JSON cannot hold (it would silently become null).
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (key, entry: unknown) => {
    if (typeof entry === 'number' && !Number.isFinite(entry)) {
      throw new TypeError(`${key} is ${entry}, which JSON cannot hold.`);
    }
    return isPlainObject(entry) ? Object.fromEntries(Object.entries(entry).sort(byKey)) : entry;
  });
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byKey([left]: [string, unknown], [right]: [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
