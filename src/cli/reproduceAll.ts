import { mkdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { sum } from 'simple-statistics';
import { isOfOrigin, savedItems, writeResultsPage, type PageEntry } from '../figures/resultsPage';
import { entryEnding } from '../figures/save';
import { executeNotebooks, type ExecutionEvent } from '../notebooks/executeNotebooks';
import { compareWithCommitted } from '../paper/compareWithCommitted';
import { items, runsOf, selectItems, type Item } from '../paper/items';
import { openReproduction, type Reproduction } from '../paper/openReproduction';
import { optionsVariable, type GivenOptions } from '../paper/options';
import { headlineComparisons, headlineRuns } from '../paper/headline';
import { headlineReport } from '../paper/headlineReport';
import { formatDuration } from '../paper/progressLine';
import type { RunRecord } from '../runs/record';
import { shippedDatasets } from '../runs/recordLibrary';
import { specificationHash } from '../runs/specificationHash';
import { itemsWithPhotographs } from '../data/cowley2023/sessions';
import { claimLines, closingReport, picturesMissing } from './closingReport';
import type { DataOptions } from './commandOptions';
import { interruptSignal } from './main';
import { runCost } from './poolProgress';
import { statusLine } from './statusLine';
import { trainShowing } from './trainingDisplay';
import { trainWorkflow } from './trainWorkflow';

/** What a notebook may take, which can train a few networks itself. */
const notebookSeconds = 3600;

/** What `npm run reproduce` was asked for. */
export interface ReproduceOptions
  extends DataOptions,
    Pick<GivenOptions, 'preset' | 'seeds' | 'fromRecords'> {
  readonly only?: readonly string[];
  readonly weights?: string;
  readonly output?: string;
  readonly workers?: number;
  readonly fresh?: boolean;
  readonly engine?: 'snakemake';
  readonly profile?: string;
}

/**
 * Trains what the items lack, in worker processes or as jobs, into the records of this user; then
 * what follows from these records (Table 3). `beside`: the notebooks that run meanwhile.
 */
async function train(
  reproduction: Reproduction,
  wanted: readonly Item[],
  options: ReproduceOptions,
  signal: AbortSignal,
  beside: Promise<unknown>,
): Promise<RunRecord[]> {
  const { records } = reproduction;
  const { fresh, workers, engine, profile } = options;
  const data = { name: options.data, rectify: options.rectify };
  const found = new Map<string, RunRecord>();
  const isHeadline = reproduction.retrained.size > 0;
  for (;;) {
    const planned = isHeadline
      ? headlineRuns(reproduction)
      : runsOf(reproduction, wanted, records.local.read);
    const next = planned.filter((run) => !found.has(specificationHash(run)));
    if (next.length === 0 || signal.aborted) return [...found.values()];
    // So that no long one is left alone at the end.
    next.sort((left, right) => runCost(right) - runCost(left));
    const trained =
      engine === 'snakemake'
        ? await trainWorkflow(next, { records, data, workers, profile, signal })
        : await trainShowing(next, { store: records.local, data, workers, fresh, signal }, beside);
    trained.forEach((record, hash) => found.set(hash, record));
  }
}

/**
 * @param since when this command began (`Date.now()`): what an earlier one saved is not this one's.
 */
function tell(name: string, event: ExecutionEvent, outputFolder: string, since: number): void {
  if (event.event === 'cell') {
    statusLine.update(`notebook ${name}: cell ${event.cell} of ${event.of}`);
    return;
  }
  if (event.event === 'failure') {
    statusLine.note(`notebook ${name}: FAILED, ${event.reason}`);
    return;
  }
  // A notebook leaves out what its data set does not allow.
  const isNew = (item: string): boolean =>
    (statSync(join(outputFolder, `${item}${entryEnding}`), { throwIfNoEntry: false })?.mtimeMs ??
      0) > since;
  const saved = items
    .filter(({ notebook, item }) => notebook === name && isNew(item))
    .map(({ item }) => item);
  const place = relative(process.cwd(), outputFolder) || '.';
  const [longest, cell] = event.slowest;
  statusLine.note(
    `notebook ${name}: executed in ${formatDuration(event.seconds)} (cell ${cell}: ` +
      `${formatDuration(longest)})${saved.length === 0 ? '' : `; ${saved.join(', ')} in ${place}`}`,
  );
}

/** Does not wait for work that Ctrl-C makes pointless: notebooks end with this process. */
function unlessAborted<Result>(
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  const aborted = new Promise<undefined>((done) =>
    signal.addEventListener('abort', () => done(undefined), { once: true }),
  );
  return Promise.race([work(), aborted]);
}

/** What was saved in the folder of a reproduction, as far as it belongs to it. */
async function ownItems({
  outputFolder,
  origin,
}: Pick<Reproduction, 'outputFolder' | 'origin'>): Promise<PageEntry[]> {
  return (await savedItems(outputFolder)).filter((entry) => isOfOrigin(entry, origin));
}

/**
 * Without a wish of its own the command proves the headline again, where the package has records to
 * set beside it.
 */
function isHeadline({ data, preset, only, weights, fromRecords }: ReproduceOptions): boolean {
  const isAsked = [preset, only, weights].some((wish) => wish !== undefined) || fromRecords;
  return !isAsked && shippedDatasets().includes(data);
}

/** The notebooks of the items that show what the headline trains. */
function showing(reproduction: Reproduction, wanted: readonly Item[]): string[] {
  const { retrained, records } = reproduction;
  const shown = wanted.filter((item) =>
    runsOf(reproduction, [item], records.find).some((run) => retrained.has(specificationHash(run))),
  );
  return [...new Set(shown.map(({ notebook }) => notebook))];
}

/** What the headline takes and what it will prove, before it begins. */
function announceHeadline(reproduction: Reproduction, workers = availableParallelism()): void {
  const { retrained, records } = reproduction;
  const missing = headlineRuns(reproduction).filter(
    (run) => records.local.readSettled(run) === undefined,
  );
  const took = sum(missing.map((run) => records.committed.read(run)?.provenance.seconds ?? 0));
  const questions = headlineComparisons(reproduction).map(({ question }) => question);
  statusLine.note(
    `${retrained.size} trainings at full length, ${missing.length} of them missing: ` +
      `${formatDuration(took / workers)} where the package's records were made, ` +
      `${workers} at once. They will say whether its numbers come out again: ` +
      `${questions.join('; ')}. Tables and figures from the records come first.`,
  );
}

/**
 * The whole way: trains the runs that are missing, executes the notebooks, which save the items,
 * and puts the page together.
 * @returns the exit status
 */
export async function reproduceAll(options: ReproduceOptions): Promise<number> {
  const startedAt = Date.now();
  const headline = isHeadline(options);
  const selected = selectItems(options.only);
  const wanted =
    options.fromRecords || headline
      ? selected.filter(({ needsWeights }) => !needsWeights)
      : selected;
  const { data, rectify, seeds, weights: weightsFile, output } = options;
  const asked: GivenOptions = {
    data,
    rectify,
    seeds,
    weightsFile,
    outputFolder: output,
    preset: options.preset,
    fromRecords: options.fromRecords,
  };
  const reproduction = await openReproduction({ ...asked, headline });
  const { dataset, preset, fromRecords, outputFolder } = reproduction;
  // What reads the folder at the end finds one even where every notebook failed before it saved
  // anything.
  mkdirSync(outputFolder, { recursive: true });
  statusLine.note(reproduction.summary);
  if (headline) announceHeadline(reproduction, options.workers);
  const foreign = (await savedItems(outputFolder)).filter(
    (entry) => !isOfOrigin(entry, reproduction.origin),
  );
  if (foreign.length > 0)
    statusLine.note(
      `${relative(process.cwd(), outputFolder)} holds ${foreign.length} items of other data or ` +
        'weights; the page leaves them out, and items of the same name take their place: ' +
        '--output keeps the two apart.',
    );
  if (wanted.length < selected.length) {
    const left = selected
      .filter(({ needsWeights }) => needsWeights)
      .map(({ item }) => item)
      .join(', ');
    statusLine.note(
      "Left as they are, because they need trained networks, which the package's records do " +
        `not hold: ${left}. To train them: npm run reproduce -- --preset quick`,
    );
  }
  const signal = interruptSignal();
  const execute = (
    some: readonly string[],
    shown: GivenOptions = asked,
  ): Promise<readonly string[] | undefined> =>
    unlessAborted(signal, () =>
      executeNotebooks({
        // The longest first, so that none is left alone at the end.
        notebooks: some
          .map((name) => resolve(__dirname, '../../notebooks', name))
          .sort((left, right) => statSync(right).size - statSync(left).size),
        outputFolder: join(outputFolder, 'notebooks'),
        env: { [optionsVariable]: JSON.stringify({ ...shown, outputFolder }) },
        timeoutSeconds: notebookSeconds,
        onEvent: (notebook, event) => tell(notebook, event, outputFolder, startedAt),
        onUndrawn: (message) =>
          statusLine.note(`Figures have no pictures, because Kaleido drew none: ${message}`),
      }),
    );
  const notebooks = [...new Set(wanted.map(({ notebook }) => notebook))].sort();
  const untrained = notebooks.filter(
    (name) =>
      fromRecords ||
      wanted.every(({ notebook, cells }) => notebook !== name || cells === undefined),
  );
  const retrainedNotebooks = headline ? showing(reproduction, wanted) : [];
  // Beside the trainings: a reader has something to look at while they run.
  const early = execute(untrained, headline ? { ...asked, fromRecords: true } : asked);
  const found =
    fromRecords && !headline ? [] : await train(reproduction, wanted, options, signal, early);
  const failures = await Promise.all([
    early,
    headline
      ? execute(retrainedNotebooks, { ...asked, headline })
      : execute(notebooks.filter((name) => !untrained.includes(name))),
  ]);
  statusLine.end();
  if (signal.aborted) return 130;
  const failedNotebooks = failures.flatMap((some) => some ?? []);
  await writeResultsPage(outputFolder, {
    title: `DAE-NR reproduced: ${dataset.name}, preset ${preset}`,
    description: reproduction.summary,
    origin: reproduction.origin,
    notebookOf: (name) => items.find(({ item }) => item === name)?.notebook,
    withheld: dataset.name === 'cowley2023' ? itemsWithPhotographs : [],
  });
  const entries = await ownItems(reproduction);
  const failedRuns = found.filter((record) => record.status === 'failed');
  const notes = [
    ...picturesMissing(entries, wanted),
    ...(failedNotebooks.length === 0 ? claimLines(entries, wanted) : []),
  ];
  const proven = headline ? await headlineReport(reproduction) : undefined;
  const comparison = proven
    ? proven.lines
    : fromRecords
      ? ['These are the committed records themselves; nothing was trained.']
      : compareWithCommitted(reproduction, found, reproduction.records.committed);
  process.stdout.write(
    `${closingReport(reproduction, failedRuns, failedNotebooks, notes, comparison)}\n`,
  );
  statusLine.note(`Done in ${formatDuration((Date.now() - startedAt) / 1000)}.`);
  const isProven = proven?.cameOut ?? true;
  return failedRuns.length + failedNotebooks.length > 0 || !isProven ? 1 : 0;
}
