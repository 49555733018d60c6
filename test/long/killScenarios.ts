import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/data/random';
import { createRecordStore } from '../../src/runs/recordStore';
import { canonicalJson } from '../../src/runs/specificationHash';
import { writeTinyFolder } from '../cli/tinyFolder';
import { contents, goodArchive } from '../data/antolik2016/fixture';
import { serve } from '../data/localServer';
import { writeNotebook } from '../notebooks/notebookFile';
import { startFamily, survivors, type Family } from './processes';

/** Work that is killed at any moment and begun again. */
export interface Scenario {
  readonly name: string;
  /**
   * Begins the work in a folder, or goes on with it; tables and figures go to a folder in it, or
   * elsewhere.
   */
  readonly start: (folder: string, saved?: string) => Family;
  /**
   * Whom to kill: part of a command line; the first process where it is empty or there is none yet.
   */
  readonly victims: readonly string[];
  /** What has to hold at any moment. */
  readonly check: (folder: string) => void;
  /** What an undisturbed run gives, too. */
  readonly result: (folder: string) => unknown;
}

/** Every record and all weights can be read, and nothing else lies in a store but claims. */
export function checkStore(folder: string): void {
  const store = createRecordStore(folder, { onProblem: (sentence) => assert.fail(sentence) });
  for (const name of visible(folder)) {
    const [hash, ...ending] = name.split('.');
    assert.match(ending.join('.'), /^(json\.gz|safetensors|claim)$/, name);
    if (ending[0] === 'json') assert.notEqual(store.read(hash), undefined, name);
    if (ending[0] === 'safetensors') assert.notEqual(store.readWeights(hash), undefined, name);
  }
}

const digest = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** Digests of what was computed, without how and where: of records, and of the bytes of weights. */
function storedNumbers(folder: string): unknown {
  const store = createRecordStore(folder);
  return store
    .hashes()
    .map((hash) => [
      hash,
      digest(canonicalJson({ ...store.read(hash), provenance: null })),
      digest(readFileSync(join(folder, `${hash}.safetensors`))),
    ]);
}

/** Files that are there to be read, in folders below too; what is hidden is not finished. */
function visible(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const lastBytes: Readonly<Record<string, RegExp>> = {
  png: /IEND.{4}$/s,
  svg: /<\/svg>\s*$/,
  html: /<\/html>\s*$/,
  md: /\n$/,
  csv: /\n$/,
  js: /\S\s*$/,
};

/** Every saved file is whole. */
function checkSaved(folder: string): void {
  for (const name of visible(folder)) {
    const text = readFileSync(join(folder, name), 'latin1');
    const ending = name.split('.').at(-1)!;
    if (ending === 'json' || ending === 'ipynb') JSON.parse(text);
    else assert.match(text.slice(-100), lastBytes[ending], name);
  }
}

/**
 * Tables and figures by their digests; notebooks and pages, which hold times and identifiers, by
 * their names; pictures are left out on a busy machine.
 */
function savedFiles(folder: string): unknown {
  const files = visible(folder).filter((name) => !/\.(png|svg)$/.test(name));
  return files.map((name) => [
    name,
    /\.(csv|md|json)$/.test(name) ? digest(readFileSync(join(folder, name))) : '',
  ]);
}

/**
 * The archive, delivered in the course of half a second, so that there is something to be killed
 * in.
 */
export function downloadScenario(url: string): Scenario {
  return {
    name: 'download',
    start: (folder) => startFamily('test/long/installProcess.ts', [url, folder]),
    victims: [''],
    check: (folder) => {
      const installed = join(folder, 'small');
      for (const [name, content] of existsSync(installed) ? contents : [])
        assert.deepEqual(readFileSync(join(installed, name)), content);
    },
    // Nothing else is left behind, hidden or not, but a claim where it was killed when all had been
    // done.
    result: (folder) => readdirSync(folder).filter((name) => name !== '.small.claim'),
  };
}

export async function withSlowServer(body: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    const write = response.end.bind(response) as (chunk?: Buffer) => unknown;
    response.end = ((chunk?: Buffer) => {
      const pieces = Array.from({ length: 10 }, (_, part) =>
        chunk?.subarray(
          Math.floor((part * chunk.length) / 10),
          Math.floor(((part + 1) * chunk.length) / 10),
        ),
      );
      void (async () => {
        for (const piece of pieces) {
          if (piece !== undefined && !response.destroyed) response.write(piece);
          await sleep(piece === undefined ? 0 : 50);
        }
        write();
      })();
      return response;
    }) as typeof response.end;
    serve(goodArchive, request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}/supplement`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A pool with trainings that only pretend. */
export const pretendingPool: Scenario = {
  name: 'pool, pretended trainings',
  start: (folder) =>
    startFamily('test/runs/fakePool.ts', [join(folder, 'records'), '1,2,3,4,5,6'], {
      FAKE_WORKER_FOLDER: folder,
    }),
  victims: ['', 'fakeWorker'],
  check: (folder) => checkStore(join(folder, 'records')),
  result: (folder) => storedNumbers(join(folder, 'records')),
};

/** A pool with real trainings. */
export function poolScenario(data: string): Scenario {
  return {
    name: 'pool',
    start: (folder) => startFamily('test/long/tinyPool.ts', [data, join(folder, 'records')]),
    victims: ['', 'runWorker'],
    check: (folder) => checkStore(join(folder, 'records')),
    result: (folder) => storedNumbers(join(folder, 'records')),
  };
}

/** A notebook that trains in a cell and saves a table and a figure. */
export function notebookScenario(data: string): Scenario {
  const library = JSON.stringify(resolve(__dirname, '../../dist'));
  const notebook = writeNotebook('killed', [
    `import { openReproduction, runs, save } from ${library};`,
    `const reproduction = await openReproduction({ data: ${JSON.stringify(data)}, preset: 'smoke' });`,
    `const trained = await runs(reproduction, { region: 3, model: 'CNN-FR2', task: 'NRS' }, { beyondPreset: true });`,
    `const table = trained.map(({ seed, pcc }) => ({ seed: seed, pcc: pcc[0] }));
const figure = { data: [{ y: table.map(({ pcc }) => pcc) }], layout: {} };
await save(reproduction, 'killed', { title: 'Killed', caption: 'Made up.', table: table, figure: figure });`,
  ]);
  return {
    name: 'notebook',
    start: (folder, saved = join(folder, 'saved')) =>
      startFamily('test/long/notebookProcess.ts', [notebook, join(saved, 'notebooks')], {
        DAE_NR_RECORDS: join(folder, 'records'),
        DAE_NR_OPTIONS: JSON.stringify({ outputFolder: saved }),
      }),
    victims: ['', 'execute.py', 'tslab'],
    check: (folder) => {
      checkStore(join(folder, 'records'));
      checkSaved(join(folder, 'saved'));
    },
    result: (folder) => [storedNumbers(join(folder, 'records')), savedFiles(join(folder, 'saved'))],
  };
}

/** `npm run reproduce` of items that are trained and of items that are not. */
export function reproduceScenario(data: string): Scenario {
  return {
    name: 'reproduce',
    start: (folder, saved = join(folder, 'saved')) =>
      startFamily(
        'dist/cli/reproduceCommand.js',
        [
          '--data',
          data,
          '--preset',
          'smoke',
          '--only',
          'calibration',
          '--workers',
          '2',
          '--output',
          saved,
        ],
        { DAE_NR_RECORDS: join(folder, 'records') },
      ),
    victims: ['', '', 'runWorker', 'execute.py'],
    check: (folder) => {
      checkStore(join(folder, 'records'));
      checkSaved(join(folder, 'saved'));
    },
    result: (folder) => [storedNumbers(join(folder, 'records')), savedFiles(join(folder, 'saved'))],
  };
}

/** A tiny data set in a folder of its own. */
export async function withTinyData(body: (data: string) => Promise<void>): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), 'kills-'));
  try {
    await writeTinyFolder(join(parent, 'tiny'));
    await body(join(parent, 'tiny'));
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

async function inNewFolder<Result>(body: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'kill-'));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function finish(scenario: Scenario, folder: string): Promise<unknown> {
  const { status, output } = await scenario.start(folder).end;
  assert.equal(status, 0, output);
  scenario.check(folder);
  return scenario.result(folder);
}

/**
 * Kills the work so many times, each time from the beginning and at a moment within the time that
 * it takes undisturbed; looks at what is left; then the next start has to finish with the results
 * of an undisturbed run.
 */
export async function killRepeatedly(
  scenario: Scenario,
  times: number,
  random: Random,
  log: (line: string) => void,
): Promise<void> {
  const startedAt = Date.now();
  const undisturbed = await inNewFolder((folder) => finish(scenario, folder));
  const duration = Date.now() - startedAt;
  for (let kill = 1; kill <= times; kill++) {
    const victim = scenario.victims[kill % scenario.victims.length];
    // On a busy machine the next is sometimes faster: earlier then.
    let line: string | undefined;
    for (let latest = duration; line === undefined; latest *= 0.7) {
      const moment = random.uniform() * latest;
      line = await inNewFolder((folder) =>
        killOnce(scenario, folder, victim, moment, random, undisturbed),
      );
    }
    log(`${scenario.name} ${kill}/${times} (undisturbed: ${duration} ms): ${line}`);
  }
}

/** @returns what was done; undefined where the work had ended before the moment */
async function killOnce(
  scenario: Scenario,
  folder: string,
  victim: string,
  moment: number,
  random: Random,
  undisturbed: unknown,
): Promise<string | undefined> {
  const family = scenario.start(folder);
  await Promise.race([sleep(moment), family.end]);
  if (family.child.exitCode !== null) return undefined;
  const ids = victim === '' ? [] : family.members(victim);
  process.kill(
    ids.length === 0 ? family.child.pid! : ids[Math.floor(random.uniform() * ids.length)],
    'SIGKILL',
  );
  await family.end;
  assert.deepEqual(await survivors(family), [], 'processes live on');
  scenario.check(folder);
  const whole = visible(folder).length;
  assert.deepEqual(await finish(scenario, folder), undisturbed);
  return `${ids.length === 0 ? 'the first process' : victim} killed after ${moment.toFixed(0)} ms, ${whole} whole files; the next start finished, equal to the undisturbed`;
}
