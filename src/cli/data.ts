import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { installArchive } from '../data/antolik2016/installArchive';
import { antolik2016 } from '../data/antolik2016/manifest';
import { openDataset } from '../data/dataset';
import { DATA_FOLDER, REGION_FILES, SIMULATION_FILE } from '../data/layout';
import type { RegionData } from '../data/region';
import { SIMULATION_VERSION, writeSimulatedDataset, type ResponseNoise } from '../data/simulated';
import { ensureSimulation, SIMULATION_SEED } from '../data/simulatedFolder';
import { UserError } from '../errors';
import { runCommand } from './main';

const LAYOUT_HELP = `
A data set is a folder with one folder for every recorded patch of V1 (NumPy arrays of uint8, integers or floats):
  region1/${REGION_FILES.trainingImages}       images that are trained on and validated with (N, P*P), (N, P, P) or (N, P, P, 1)
  region1/${REGION_FILES.trainingResponses}          responses to them (N, M), not negative
  region1/${REGION_FILES.testImages}     test images (T, ...)
  region1/${REGION_FILES.testResponses}        responses to them (T, M), mean over the trials
  region1/${REGION_FILES.testTrials}    single trials (R, T, M); may be absent, then there is no noise ceiling
  region2/ ...
Pixels are uint8, or lie in [0, 255], [0, 1], [-1, 1], or are uint8 * 1e-6; images of other sizes are resized to 32 x 32.

Examples:
  npm run data -- antolik2016
  npm run data -- antolik2016 --archive Downloads/pcbi.1004927.s001.zip
  npm run data -- simulated --neurons 400
  npm run data -- check my-recordings`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** One line that is rewritten in a terminal; elsewhere only whole stages are worth a line. */
function showProgress(line: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${line}`);
  }
}

function showStage(stage: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${stage}\n` : `${stage}\n`);
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new InvalidArgumentError('It has to be a whole number.');
  }
  return Number(text);
}

async function confirmDownload(host: string, size: number | undefined, isAgreed: boolean): Promise<boolean> {
  const question = `${antolik2016.citation} (${antolik2016.licence})\n${host} sends ${size === undefined ? 'an archive of unknown size' : megabytes(size)}.`;
  say(question);
  if (isAgreed) {
    return true;
  }
  if (!process.stdin.isTTY) {
    throw new UserError('Nothing was downloaded, because nobody can be asked here: add --yes.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question('Download it? [y/N] ')).trim());
  } finally {
    terminal.close();
  }
}

async function fetchAntolik2016(options: { archive?: string; url?: string; yes: boolean }): Promise<void> {
  const outcome = await installArchive(antolik2016, {
    dataFolder: DATA_FOLDER,
    archive: options.archive,
    url: options.url,
    confirm: (host, size) => confirmDownload(host, size, options.yes),
    onStage: showStage,
    onProgress: (received, total) => showProgress(`${megabytes(received)}${total === undefined ? '' : ` of ${megabytes(total)}`}`),
  });
  const folder = path.join(DATA_FOLDER, antolik2016.name);
  say(outcome === 'declined' ? 'Nothing was downloaded.' : `${folder}: ${antolik2016.files.length} files, all as published${outcome === 'already there' ? ' (they were there already)' : ''}.`);
}

async function simulate(options: { neurons?: number; seed: number; noise: ResponseNoise; folder?: string }): Promise<void> {
  const { neurons, seed, noise } = options;
  const onProgress = (stage: string): void => showStage(stage);
  if (options.folder === undefined) {
    if (seed !== SIMULATION_SEED || noise !== 'gamma') {
      throw new UserError(`"simulated" always means seed ${SIMULATION_SEED} and gamma noise: name another place with --folder DIR, and use it with --data DIR.`);
    }
    const { identity, folder } = await openDataset('simulated', { neurons, onProgress });
    say(`${folder}: use it with --data ${identity.name} (${identity.fingerprint.slice(0, 12)}).`);
    return;
  }
  if (neurons !== undefined && neurons < 1) {
    throw new UserError('A simulated region needs at least 1 neuron.');
  }
  const folder = path.resolve(options.folder);
  await ensureSimulation(folder, { seed, noise, ...(neurons === undefined ? {} : { neurons }) }, SIMULATION_VERSION, writeSimulatedDataset, onProgress);
  say(`${folder}: use it with --data ${options.folder}.`);
}

function describeRegion({ region, trainingImages, trainingResponses, testImages, testTrials }: RegionData): string {
  const { values, shape } = trainingResponses;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const zeros = values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0) / values.length;
  const trials = testTrials === undefined ? 'no repeated trials: no noise ceiling' : `${testTrials.shape[0]} trials`;
  const images = trainingImages.shape[0] === 0 ? 'no training images' : `${trainingImages.shape[0]} training images`;
  return `region ${region}: ${shape[1]} neurons, ${images}, ${testImages.shape[0]} test images, ${trials}; responses: mean ${mean.toFixed(3)}, zeros ${(100 * zeros).toFixed(1)} %`;
}

async function check(nameOrFolder: string, { rectify }: { rectify: boolean }): Promise<void> {
  const dataset = await openDataset(nameOrFolder, { rectify, requireTraining: false, onProgress: showStage });
  say(`${dataset.identity.name} (${dataset.identity.kind}), fingerprint ${dataset.identity.fingerprint}`);
  for (const region of dataset.regions) {
    say(describeRegion(await dataset.loadRegion(region)));
  }
  // What can be looked at without its training images still cannot be trained on.
  await openDataset(nameOrFolder, { rectify });
  say('All of it can be trained on.');
}

async function list(): Promise<void> {
  const names = await readdir(DATA_FOLDER).catch((): string[] => []);
  const simulations = names.filter((name) => /^simulated-\d+$/.test(name) && existsSync(path.join(DATA_FOLDER, name, SIMULATION_FILE)));
  const hasSimulation = names.includes('simulated');
  say(`simulated      ${hasSimulation ? 'there' : 'made when it is first used, or with: npm run data -- simulated'}`);
  for (const name of simulations) {
    say(`${name.padEnd(15)}there`);
  }
  say(`antolik2016    ${names.includes('antolik2016') ? 'there' : 'not there; get it with: npm run data -- antolik2016'}`);
  say('DIR            any folder in the layout that npm run data -- --help shows');
}

const program = new Command('npm run data --').description('Gets, makes and checks data sets.').addHelpText('after', LAYOUT_HELP);
program
  .command('antolik2016')
  .description('download the recordings of Antolik et al. 2016, or take them from an archive fetched by hand')
  .option('--archive <file>', 'zip archive that was fetched by hand')
  .option('--url <url>', 'another address of the archive')
  .option('--yes', 'download without asking', false)
  .action(fetchAntolik2016);
program
  .command('simulated')
  .description('make simulated recordings')
  .option('--neurons <count>', 'neurons in every region (default: as many as were recorded)', parseCount)
  .option('--seed <number>', 'another simulation; needs --folder', parseCount, SIMULATION_SEED)
  .addOption(new Option('--noise <kind>', 'trial noise; poisson needs --folder').choices(['gamma', 'poisson']).default('gamma'))
  .option('--folder <dir>', 'where to (default: data/simulated)')
  .action(simulate);
program
  .command('check')
  .description('read a data set completely and say what is in it or wrong with it')
  .argument('<dir>', 'folder, or name of a data set')
  .option('--rectify', 'set negative responses to 0', false)
  .action(check);
program.command('list').description('say which data sets are there').action(list);

runCommand(async () => {
  await program.parseAsync();
});
