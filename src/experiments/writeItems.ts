import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors';
import { closeKaleido, missingKaleido } from '../figures/kaleido';
import { plotlyScript } from '../figures/plotlyScript';
import type { ResultTable } from '../figures/resultTable';
import { tableCsv } from '../figures/tableCsv';
import { tableMarkdown } from '../figures/tableMarkdown';
import { writeFigure } from '../figures/writeFigure';
import { claimsTable } from './claimsTable';
import type { Experiment, ExperimentMaterial, WriteItemsRequest, WrittenItems } from './experiment';
import { experiments } from './index';
import { indexPage, type IndexEntry } from './indexPage';
import { gatherMaterial } from './material';

const plotlyFile = 'plotly.min.js';

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

async function writeItem(experiment: Experiment, material: ExperimentMaterial, folder: string): Promise<IndexEntry> {
  const figure = experiment.figure?.(material);
  const table = experiment.table?.(material);
  return {
    item: experiment.item,
    title: experiment.title,
    notebook: experiment.notebook,
    figure,
    table,
    findings: experiment.findings?.(material) ?? [],
    files: [...(figure ? await writeFigure(figure, folder, experiment.item) : []), ...(table ? await writeTable(table, folder) : [])],
  };
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
  const { context, dataset, lookup, committed, outputFolder, items, onProgress } = request;
  const selected = selectExperiments(items);
  onProgress?.('baselines and noise ceilings');
  const material = await gatherMaterial(context, dataset, lookup, committed);
  await mkdir(outputFolder, { recursive: true });
  const entries: IndexEntry[] = [];
  try {
    for (const experiment of selected) {
      onProgress?.(experiment.item);
      entries.push(await writeItem(experiment, material, outputFolder));
    }
  } finally {
    await closeKaleido();
  }
  onProgress?.('claims and index page');
  const claims = claimsTable(material);
  const claimFiles = await writeTable(claims, outputFolder);
  await copyPlotly(outputFolder);
  const page = indexPage({ title: `DAE-NR reproduced: ${context.dataset.name}, preset ${context.preset}`, caption: claims.caption, plotlyFile, claims, entries });
  await writeFile(path.join(outputFolder, 'index.html'), page);
  const missing = missingKaleido();
  return {
    files: [...entries.flatMap(({ files }) => files), ...claimFiles, plotlyFile, 'index.html'],
    claims,
    warnings: [
      ...(missing === undefined ? [] : [missing]),
      ...entries.filter(({ files }) => files.length === 0).map(({ item }) => `${item} was not made, because ${context.dataset.name} does not have its region.`),
    ],
  };
}
