import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { itemsWithPhotographs } from '../../../src/data/cowley2023/sessions';

const root = path.resolve(__dirname, '../../..');
const git = (...parameters: readonly string[]): string[] =>
  spawnSync('git', parameters, { cwd: root, encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
const skip = existsSync(path.join(root, '.git')) ? false : 'not a clone';

test('photographs that are not ours are ignored by git: recordings, pictures and notebooks', {
  skip,
}, () => {
  const wanted = [
    'data/cowley2023/region210325/training_inputs.npy',
    'data/.cowley2023.downloads/images.zip',
    'figures/cowley2023-paper/notebooks/05-reconstruction.ipynb',
    ...itemsWithPhotographs.flatMap((item) =>
      ['svg', 'png', 'plotly.json'].map((ending) => `figures/cowley2023-paper/${item}.${ending}`),
    ),
  ];
  assert.deepEqual(git('check-ignore', ...wanted), wanted);
  const kept = ['table2.csv', 'table2.md', 'figure3.svg', 'figure2.item.json', 'index.html'];
  assert.deepEqual(
    git('check-ignore', ...kept.map((name) => `figures/cowley2023-paper/${name}`)),
    [],
  );
});

test('nothing of them is committed, whatever its name', { skip }, () => {
  assert.deepEqual(git('ls-files', 'data/cowley2023'), []);
  const committed = git('ls-files', 'figures/cowley2023-paper');
  // Plotly draws the colours of a heat map as an image; Table 6 has one.
  const isHeatMap = (name: string): boolean => name.endsWith('/table6.svg');
  const withPictures = committed.filter(
    (name) =>
      !isHeatMap(name) && /data:image|<image\b/.test(readFileSync(path.join(root, name), 'latin1')),
  );
  assert.deepEqual(withPictures, []);
  assert.deepEqual(
    committed.filter((name) => name.endsWith('.ipynb')),
    [],
  );
});
