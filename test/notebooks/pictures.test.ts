import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { PNG } from 'pngjs';
import { ndArray } from '../../src/data/ndArray';
import type { PlotlyFigure } from '../../src/figures/figureLayout';
import { imageGrid } from '../../src/figures/imageGrid';
import { scatter } from '../../src/figures/plots';

const root = path.resolve(__dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'pictures-'));
after(() => rmSync(folder, { recursive: true }));

/** What a script over `pictures` prints, as JSON. */
async function python(script: string): Promise<unknown> {
  const imports =
    'import json, subprocess, sys, time\nfrom pathlib import Path\nfrom pictures import ' +
    '*\nfolder = Path(sys.argv[1])\n';
  const env = {
    ...process.env,
    PYTHONPATH: path.join(root, 'src/notebooks'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const { stdout } = await promisify(execFile)(
    path.join(root, '.python/bin/python'),
    ['-c', imports + script, folder],
    { env, timeout: 120_000 },
  );
  return JSON.parse(stdout);
}

const fake = (program: string): string =>
  `subprocess.Popen([${JSON.stringify(process.execPath)}, '-e', ${JSON.stringify(program)}], ` +
  'stdin=subprocess.PIPE, stdout=subprocess.PIPE)';
const silent = fake('process.stdin.resume(); setInterval(() => {}, 1000)');
const answering = fake(
  "console.log('{}'); require('readline').createInterface({ input: process.stdin " +
    "}).on('line', () => console.log(JSON.stringify({ code: 0, message: null, result: " +
    "'<svg></svg>' })))",
);
const refusing = fake(
  "console.log('{}'); process.stdin.on('data', () => console.log(JSON.stringify({ code: 525, " +
    "message: 'plotly.js error', result: null })))",
);

test('a Kaleido that hangs is started anew once, and nobody waits again', async () => {
  // A figure that fills the pipe: to write it must not take for ever either.
  const script = `
starts = []
drawer = Drawer(lambda: starts.append(1) or ${silent}, (0.3, 0.3))
figure = {"data": ["x" * 1000000], "layout": {}}
begin = time.monotonic()
drawn = [drawer.draw(figure, "svg")]
first = time.monotonic() - begin
drawn.append(drawer.draw(figure, "png"))
second = time.monotonic() - begin - first
print(json.dumps({"drawn": drawn, "starts": len(starts), "first": first, "second": second}))`;
  const { drawn, starts, first, second } = (await python(script)) as {
    drawn: null[];
    starts: number;
    first: number;
    second: number;
  };
  assert.deepEqual([drawn, starts], [[null, null], 2]);
  assert.ok(first >= 0.6 && first < 10 && second < 0.3, `${first} s and ${second} s`);
});

test('a Kaleido that answers after its restart is used; one that refuses a figure says so', async () => {
  const script = `
starts = []
start = lambda: starts.append(1) or (${answering} if len(starts) > 1 else ${silent})
drawer = Drawer(start, (0.3, 5))
figure = {"data": [], "layout": {}}
drawn = [drawer.draw(figure, "svg") for _ in range(2)]
try: Drawer(lambda: ${refusing}).draw(figure, "svg")
except RefusedFigure as error: refusal = str(error)
print(json.dumps([drawn, len(starts), refusal]))`;
  assert.deepEqual(await python(script), [['<svg></svg>', '<svg></svg>'], 2, 'plotly.js error']);
});

test('Kaleido draws in a clone whose path has an accent, a space and signs of URIs', async () => {
  const script = `
import shutil
home = folder / "Données é 100% #1"
home.mkdir()
copy = Path(shutil.copy(PLOTLY, home / "plotly.js"))
drawer = Drawer(lambda: start_kaleido(plotly=copy))
figure = {"data": [{"type": "scatter", "y": [1, 2]}], "layout": {}}
print(json.dumps(drawer.draw(figure, "svg")[:4]))`;
  assert.equal(await python(script), '<svg');
});

test('what Kaleido said before it ended can be told', async () => {
  const script = `
ending = [sys.executable, '-c', 'import sys; sys.exit("no such library")']
pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
drawer = Drawer(lambda: subprocess.Popen(ending, stderr=drawer.complaints, **pipes), (5, 5))
drawn = drawer.draw({"data": [], "layout": {}}, "svg")
print(json.dumps([drawn, drawer.last_words()]))`;
  assert.deepEqual(await python(script), [null, 'no such library']);
});

const grid = imageGrid({
  title: 'Grid &lt;of&gt; images',
  columns: ['image 1', 'image 2'],
  rows: [
    { label: 'black', images: ndArray([2, 32, 32], new Float32Array(2048).fill(-1)) },
    { label: 'CAE-FR1', images: undefined, missing: 'not trained yet' },
  ],
});
const points = scatter({
  title: 'Training <one>',
  xTitle: 'step',
  yTitle: 'MSE',
  series: [{ label: 'CAE', x: [50, 100], y: [2, 1] }],
});
const heat: PlotlyFigure = {
  data: [1, 2].map((count) => ({
    type: 'heatmap',
    z: [
      [0, count],
      [2, 3],
    ],
    colorbar: { x: count / 2 },
  })),
  layout: { width: 400, height: 300 },
};

test('saved figures become SVGs, the same each time, whose parts find each other, and PNGs of twice their size, also after Kaleido was killed', async () => {
  const figures = { grid, points, heat };
  for (const [name, figure] of Object.entries(figures))
    writeFileSync(path.join(folder, `${name}.plotly.json`), JSON.stringify(figure));
  const script = `
drawer = Drawer()
for name in ("grid", "points", "heat"):
    draw_saved(folder / f"{name}.plotly.json", drawer)
    (folder / f"{name}.svg").rename(folder / f"{name}-first.svg")
    drawer.process.kill()
    draw_saved(folder / f"{name}.plotly.json", drawer)
print(json.dumps(drawer.has_given_up))`;
  assert.equal(await python(script), false);
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  for (const name of Object.keys(figures)) {
    const svg = read(`${name}.svg`);
    assert.equal(svg, read(`${name}-first.svg`));
    const wanted = [...svg.matchAll(/url\(['"]?#([^)'"]+)/g)].map(([, id]) => id);
    assert.ok(wanted.length > 0);
    assert.deepEqual(
      wanted.filter((id) => !svg.includes(`id="${id}"`)),
      [],
    );
  }
  assert.match(read('grid.svg'), /^<svg[\s\S]*CAE-FR1[\s\S]*not trained yet/);
  assert.match(read('points.svg'), /Training &(lt|#60);one&(gt|#62);/);
  const png = PNG.sync.read(readFileSync(path.join(folder, 'grid.png')));
  assert.deepEqual([png.width, png.height], [2 * grid.layout.width!, 2 * grid.layout.height!]);
  const black = png.data.filter((value, index) => index % 4 === 0 && value === 0).length;
  // Two black images of 110 pixels, at twice the size.
  assert.ok(black > 2 * 215 * 215, `only ${black} black pixels`);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('partial')),
    [],
  );
});

test('the pictures in a notebook are the same each time, and those of one page have no part in common', async () => {
  const output = {
    output_type: 'display_data',
    metadata: {},
    data: { 'application/vnd.plotly.v1+json': points },
  };
  const cell = {
    cell_type: 'code',
    source: '',
    metadata: {},
    execution_count: 1,
    outputs: [output, output],
  };
  const script = `
import nbformat
def pictures():
    notebook = nbformat.from_dict(json.loads(${JSON.stringify(JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }))}))
    illustrate(notebook, Drawer())
    return [output.data["image/svg+xml"] for output in notebook.cells[0].outputs]
print(json.dumps([pictures(), pictures()]))`;
  const [first, again] = (await python(script)) as [string[], string[]];
  assert.deepEqual(again, first);
  const [left, right] = first.map((svg) =>
    [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!),
  );
  assert.ok(left!.length > 0);
  assert.deepEqual(
    left!.filter((id) => right!.includes(id)),
    [],
  );
});

test('what JupyterLab exports by hand has a picture in the place of a live figure', async () => {
  const lab = readFileSync(path.join(root, 'src/setup/commands/lab.mjs'), 'utf8');
  const [option] = /--Exporter\.preprocessors=[\w.]+/.exec(lab)!;
  const output = {
    output_type: 'display_data',
    metadata: {},
    data: { 'application/vnd.plotly.v1+json': points, 'text/plain': '[only a title]' },
  };
  const cell = { cell_type: 'code', source: '', metadata: {}, outputs: [output] };
  const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 4 };
  const script = `
import nbformat
from nbconvert import HTMLExporter
from traitlets.config.loader import KeyValueConfigLoader
notebook = nbformat.from_dict(json.loads(${JSON.stringify(JSON.stringify(notebook))}))
notebook.cells[0].execution_count = None
config = KeyValueConfigLoader([${JSON.stringify(option)}]).load_config()
page = HTMLExporter(config=config).from_notebook_node(notebook)[0]
print(json.dumps(["image/svg+xml" in page, "[only a title]" in page]))`;
  assert.deepEqual(await python(script), [true, false]);
});
