import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors';
import { closeKaleido, figureExporter, missingKaleido } from '../figures/kaleido';
import { plotlyScript } from '../figures/plotlyScript';
import type { ResultTable } from '../figures/resultTable';
import { tableCsv } from '../figures/tableCsv';
import { tableMarkdown } from '../figures/tableMarkdown';
import { writeFigure } from '../figures/writeFigure';
import { claimsTable, describeClaims } from './claimsTable';
import type { Experiment, ExperimentMaterial, WriteItemsRequest, WrittenItems } from './experiment';
import { experiments } from './index';
import { indexPage, type IndexEntry } from './indexPage';
import { gatherMaterial } from './material';

const plotlyFile = 'plotly.js';

/**
 * The experiments that `--only` names, all without it.
 * @throws UserError for an unknown item.
 */
export function selectExperiments(items: readonly string[] | undefined): readonly Experiment[] {
  const known = experiments.map(({ item }) => item);
  const unknown = (items ?? []).filter((item) => !known.includes(item));
  if (unknown.length > 0) throw new UserError(`There is no item ${unknown.join(', ')}; choose from ${known.join(', ')}.`);
  return items === undefined ? experiments : experiments.filter(({ item }) => items.includes(item));
}

async function writeTable(table: ResultTable, folder: string): Promise<string[]> {
  await writeFile(path.join(folder, `${table.item}.md`), tableMarkdown(table));
  await writeFile(path.join(folder, `${table.item}.csv`), tableCsv(table));
  return [`${table.item}.md`, `${table.item}.csv`];
}

function entryOf(experiment: Experiment, material: ExperimentMaterial): Omit<IndexEntry, 'files'> {
  const { item, title, notebook, figure, table, findings } = experiment;
  return { item, title, notebook, figure: figure?.(material), table: table?.(material), findings: findings?.(material) ?? [] };
}

async function writeEntry({ item, figure, table }: Omit<IndexEntry, 'files'>, folder: string): Promise<string[]> {
  return [...(figure ? await writeFigure(figure, folder, item, figureExporter()) : []), ...(table ? await writeTable(table, folder) : [])];
}

/** The files that an earlier call wrote for an item. */
async function filesOf(item: string, folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith(`${item}.`)).sort();
}

/** Copies plotly.js unless the folder has the same file already, so that a repeated run changes nothing. */
async function copyPlotly(folder: string): Promise<void> {
  const target = path.join(folder, plotlyFile);
  const [wanted, present] = await Promise.all([readFile(plotlyScript()), readFile(target).catch(() => undefined)]);
  if (present === undefined || !wanted.equals(present)) await copyFile(plotlyScript(), target);
}

/**
 * Writes every item of a reproduction into a folder: `figureN.{svg,png,plotly.json}`, `tableN.{md,csv}`, `claims.{md,csv}`,
 * and `index.html` with all of them. Missing records become dashes; a missing Kaleido leaves out SVG and PNG.
 * @throws UserError for an unknown item.
 */
export async function writeItems(request: WriteItemsRequest): Promise<WrittenItems> {
  const { context, dataset, outputFolder, items, onProgress } = request;
  const selected = new Set(selectExperiments(items));
  onProgress?.('baselines and noise ceilings');
  const material = await gatherMaterial(context, dataset, request);
  await mkdir(outputFolder, { recursive: true });
  const entries: IndexEntry[] = [];
  const written: string[] = [];
  const warnings: string[] = [];
  try {
    for (const experiment of experiments) {
      const entry = entryOf(experiment, material);
      if (selected.has(experiment)) {
        onProgress?.(experiment.item);
        const files = await writeEntry(entry, outputFolder);
        if (files.length === 0)
          warnings.push(`${experiment.item} was not made, because ${context.dataset.name} does not have its region.`);
        written.push(...files);
      }
      entries.push({ ...entry, files: await filesOf(experiment.item, outputFolder) });
    }
  } finally {
    await closeKaleido();
  }
  onProgress?.('claims and index page');
  const claims = claimsTable(material);
  const claimFiles = await writeTable(claims, outputFolder);
  await copyPlotly(outputFolder);
  const page = indexPage({
    title: `DAE-NR reproduced: ${context.dataset.name}, preset ${context.preset}`,
    caption: claims.caption,
    plotlyFile,
    claims,
    claimFindings: describeClaims(material),
    entries,
  });
  await writeFile(path.join(outputFolder, 'index.html'), page);
  const missing = missingKaleido();
  return {
    files: [...written, ...claimFiles, plotlyFile, 'index.html'],
    claims,
    warnings: [...(missing === undefined ? [] : [missing]), ...warnings],
  };
}
