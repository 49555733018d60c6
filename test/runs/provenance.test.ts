import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readCommit } from '../../src/runs/provenance';

let folder = '';
let commit = '';
const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
const git = (...parameters: string[]): string =>
  execFileSync(
    'git',
    [
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@localhost',
      '-c',
      'commit.gpgsign=false',
      ...parameters,
    ],
    { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  ).trim();

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'commit-'));
  for (const name of ['src', 'data']) mkdirSync(join(folder, name));
  write('src/train.ts', 'one');
  write('data/index.csv', 'one');
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
  commit = git('rev-parse', 'HEAD');
});
after(() => rmSync(folder, { recursive: true }));

test('a clean checkout is its commit', () => {
  assert.match(commit, /^[0-9a-f]{40}$/);
  assert.equal(readCommit(folder), commit);
});

test('records that were made meanwhile do not make it dirty, changed or new sources do', () => {
  write('data/index.csv', 'two');
  write('data/new.json.gz', 'new');
  assert.equal(readCommit(folder), commit);
  write('src/train.ts', 'two');
  assert.equal(readCommit(folder), `${commit}-dirty`);
  write('src/train.ts', 'one');
  write('src/new.ts', 'new');
  assert.equal(readCommit(folder), `${commit}-dirty`);
});

test('there is none in a folder inside a repository or outside of any', () => {
  assert.equal(readCommit(join(folder, 'src')), null);
  assert.equal(readCommit(join(folder, 'nowhere')), null);
});
