import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { PNG } from 'pngjs';
import { ndArray } from '../../src/data/ndArray';
import { imageGrid } from '../../src/figures/imageGrid';
import { closeKaleido, figureExporter, missingKaleido } from '../../src/figures/kaleido';
import type { PlotlyFigure } from '../../src/figures/figureLayout';
import { curves } from '../../src/figures/curves';
import { writeFigure } from '../../src/figures/save';

const skip = missingKaleido() ?? false;
const exportFigure = (figure: PlotlyFigure, format: 'svg' | 'png'): Promise<Buffer> => figureExporter().draw(figure, format) as Promise<Buffer>;
const grid = imageGrid({
  title: 'Grid <of> images & more',
  columns: ['image 1', 'image 2'],
  rows: [
    { label: 'black', images: ndArray([2, 32, 32], new Float32Array(2048).fill(-1)), captions: ['20.5', '21.0'] },
    { label: 'CAE-FR1', images: undefined, missing: 'not trained yet' },
  ],
});
const curve = curves({
  title: 'Training',
  criterion: 'validation MSE',
  series: [
    {
      label: 'CAE',
      curves: { step: [50, 100], validation: [2, 1], trainingLoss: [3, 2] },
      stages: [
        { steps: 50 },
        { steps: 50 },
      ],
    },
  ],
});

after(closeKaleido);

test('figures become PNGs of twice their size, with the images in them', { skip }, async () => {
  const png = PNG.sync.read(await exportFigure(grid, 'png'));
  assert.deepEqual([png.width, png.height], [2 * grid.layout.width!, 2 * grid.layout.height!]);
  const blackPixels = png.data.filter((value, index) => index % 4 === 0 && value === 0).length;
  // Two black images of 110 pixels, at twice the size.
  assert.ok(blackPixels > 2 * 215 * 215, `only ${blackPixels} black pixels`);
});

test('several figures asked for at once come back as their own', { skip }, async () => {
  const [first, second] = await Promise.all([exportFigure(grid, 'svg'), exportFigure(curve, 'svg')]);
  assert.match(first.toString('utf8'), /^<svg[\s\S]*CAE-FR1[\s\S]*not trained yet/);
  assert.match(second.toString('utf8'), /^<svg[\s\S]*learning rate halved/);
});

test('titles are shown as text, not read as markup', { skip }, async () => {
  assert.match((await exportFigure(grid, 'svg')).toString('utf8'), /Grid &(lt|#60);of&(gt|#62); images &amp; more/);
});

test('after closing, the next figure starts a new process', { skip }, async () => {
  await closeKaleido();
  assert.match((await exportFigure(curve, 'svg')).toString('utf8'), /^<svg/);
});

test('a process that forgets to close Kaleido still ends', { skip }, () => {
  const script = `require('./src/figures/kaleido').figureExporter().draw({ data: [], layout: { width: 50, height: 50 } }, 'svg').then((svg) => console.log(svg.length > 100))`;
  const root = path.join(__dirname, '..', '..');
  const output = execFileSync(process.execPath, ['--import', 'tsx', '-e', script], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.equal(output.trim(), 'true');
});

test('a Kaleido that is killed at work is started anew', { skip: skip || process.platform !== 'linux' }, async () => {
  await closeKaleido();
  const exported = exportFigure(curve, 'svg');
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ').map(Number);
  const own = children.filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('kaleido'));
  assert.equal(own.length, 1);
  process.kill(own[0], 'SIGKILL');
  assert.match((await exported).toString('utf8'), /^<svg/);
});

const heat: PlotlyFigure = {
  data: [1, 2].map((count) => ({ type: 'heatmap', z: [[0, count], [2, 3]], colorbar: { x: count / 2 } })),
  layout: { width: 400, height: 300 },
};

test('the same figure is written as the same SVG, whose parts still find each other', { skip }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'figures-'));
  const read = (name: string): string => readFileSync(path.join(folder, `${name}.svg`), 'utf8');
  try {
    for (const [name, figure] of Object.entries({ curve, heat })) {
      await writeFigure(figure, folder, name, figureExporter());
      const first = read(name);
      await writeFigure(figure, folder, name, figureExporter());
      assert.ok(read(name) === first, `the second ${name} differs`);
      const wanted = [...first.matchAll(/url\(['"]?#([^)'"]+)/g)].map(([, id]) => id);
      assert.ok(wanted.length > 0);
      assert.deepEqual(wanted.filter((id) => !first.includes(`id="${id}"`)), []);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
