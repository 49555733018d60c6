import { readdir } from 'node:fs/promises';
import { DATA_FOLDER } from '../../data/layout';

/** `npm run data -- list` */
export async function list(): Promise<void> {
  const names = await readdir(DATA_FOLDER).catch((): string[] => []);
  const rows: readonly [string, string][] = [
    ['simulated', names.includes('simulated') ? 'there' : 'made when it is first used'],
    ...names.filter((name) => /^simulated-\d+$/.test(name)).map((name): [string, string] => [name, 'there']),
    ['antolik2016', names.includes('antolik2016') ? 'there' : 'not there: npm run data -- antolik2016'],
    ['DIR', 'any folder in the layout that npm run data -- --help shows'],
  ];
  process.stdout.write(rows.map(([name, state]) => `${name.padEnd(16)}${state}\n`).join(''));
}
