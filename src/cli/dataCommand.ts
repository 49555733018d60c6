import { cowley2023 } from '../data/cowley2023/sessions';
import { openDataset } from '../data/dataset';
import { REGION_FILES } from '../data/layout';
import { SIMULATION_SEED } from '../data/simulated/regionParameters';
import { ensureSimulation } from '../data/simulated/writeSimulatedDataset';
import { capitalised, wordsFor } from '../data/words';
import { UserError } from '../errors';
import { userPath } from '../userPath';
import { fetchAntolik2016, fetchCowley2023, fetchMobilenet } from './fetchData';
import { createCommand, runCommand } from './main';
import { reportRegion } from './regionReport';
import { naturalNumber, positiveInteger } from './commandOptions';
import { statusLine } from './statusLine';

const { trainingImages, trainingResponses, testImages, testResponses, testTrials } = REGION_FILES;
const layoutHelp = `
A data set is a folder with one folder for every recorded region or session, of NumPy arrays
(uint8, integers or floats):
  region1/${trainingImages}       for training and validation: (N, P*P), (N, P, P) or (N, P, P, 1)
  region1/${trainingResponses}          responses to them: (N, M), not negative
  region1/${testImages}     test images: (T, ...)
  region1/${testResponses}        responses to them: (T, M), mean over the trials
  region1/${testTrials}    single trials: (R, T, M), NaN where one was not shown; without
                                     them there is no noise ceiling
  region2/ ...
  dataset.json                       what texts say about it, all of it optional: area, species,
                                     unit (session instead of region), stimuli, responses,
                                     citation, licence, pixels ([lowest, highest]),
                                     hyperparameters (the data set whose search is used)
Pixels are uint8, or lie in [0, 255], [0, 1] or [-1, 1], or are uint8 * 1e-6, or in the range that
dataset.json states; images of other sizes are resized to 32 x 32. No test image may be a training
image.

Examples:
  npm run data -- antolik2016
  npm run data -- antolik2016 --archive Downloads/pcbi.1004927.s001.zip
  npm run data -- cowley2023 --sessions 201025,210325
  npm run data -- mobilenet
  npm run data -- simulated --neurons 400
  npm run data -- check my-recordings`;

/** `npm run data -- check DIR`: reads everything, as training and scoring would. */
async function check(
  nameOrFolder: string,
  { rectify }: { readonly rectify?: boolean },
): Promise<void> {
  const dataset = await openDataset(nameOrFolder, {
    rectify,
    requireTraining: false,
    onProgress: statusLine.update,
  });
  statusLine.end();
  process.stdout.write(
    `${capitalised(wordsFor(dataset.identity).data)}\n` +
      `${dataset.identity.name} (${dataset.identity.kind}), fingerprint ` +
      `${dataset.identity.fingerprint}\n`,
  );
  for (const number of dataset.regions) {
    const { facts, unusual, leftOut } = reportRegion(await dataset.loadRegion(number));
    const lines = [
      ...facts,
      ...unusual.map((sentence) => `UNUSUAL: ${sentence}`),
      ...leftOut.map((sentence) => `not enough for ${sentence}`),
    ];
    process.stdout.write(`${lines.join('\n  ')}\n`);
  }
  // What can be looked at without its training images still cannot be trained on.
  await openDataset(nameOrFolder, { rectify });
  process.stdout.write('All of it can be trained on.\n');
}

interface SimulateOptions {
  readonly neurons?: number;
  readonly seed: number;
  readonly folder?: string;
}

/** `npm run data -- simulated`: the package's own simulation, or with `--folder` any other. */
async function simulate({ folder, ...request }: SimulateOptions): Promise<void> {
  const { neurons, seed } = request;
  if (folder === undefined && seed !== SIMULATION_SEED) {
    throw new UserError(
      `"simulated" always means seed ${SIMULATION_SEED}: name another place with --folder ` +
        'DIR, and use it with --data DIR.',
    );
  }
  const made =
    folder === undefined
      ? openDataset(neurons === undefined ? 'simulated' : `simulated-${neurons}`, {
          onProgress: statusLine.update,
        }).then((dataset) => [dataset.folder, dataset.identity.name])
      : ensureSimulation(userPath(folder), request, statusLine.update).then(() => [
          userPath(folder),
          folder,
        ]);
  const [place, name] = await made.finally(statusLine.end);
  process.stdout.write(`${place}: use it with --data ${name}.\n`);
}

const command = createCommand('data', 'Gets, makes and checks data sets.').addHelpText(
  'after',
  layoutHelp,
);
command
  .command('antolik2016')
  .description(
    'download the recordings of Antolik et al. 2016, or take them from an archive fetched by hand',
  )
  .option('--archive <file>', 'the zip archive that was fetched by hand')
  .option('--url <address>', 'another address of the archive')
  .option('--yes', 'download without asking')
  .action(fetchAntolik2016);
command
  .command('cowley2023')
  .description(
    'download recording sessions of Cowley et al. 2023, or take them from files fetched by hand',
  )
  .option(
    '--sessions <numbers>',
    'sessions, separated by commas; those that are there stay',
    (text: string) => text.split(',').map(positiveInteger),
    [...cowley2023.defaultSessions],
  )
  .option('--archive <folder>', 'folder with the files that were fetched by hand')
  .option('--url <address>', 'another address of the repository of the authors')
  .option('--yes', 'download without asking')
  .action(fetchCowley2023);
command
  .command('mobilenet')
  .description(
    'download MobileNet v1, a network trained on ImageNet, or take it from files fetched by hand',
  )
  .option('--archive <folder>', 'folder with the files that were fetched by hand')
  .option('--url <address>', 'another address of the folder with the files')
  .option('--yes', 'download without asking')
  .action(fetchMobilenet);
command
  .command('simulated')
  .description('make simulated recordings')
  .option(
    '--neurons <n>',
    'neurons in every region (default: as many as were recorded)',
    positiveInteger,
  )
  .option('--seed <n>', 'another simulation; needs --folder', naturalNumber, SIMULATION_SEED)
  .option('--folder <dir>', 'where to (default: data/simulated)')
  .action(simulate);
command
  .command('check')
  .description('read a data set completely and say what is in it, or what is wrong with it')
  .argument('<dir>', 'folder, or name of a data set')
  .option('--rectify', 'accept negative responses and count them as 0')
  .action(check);

void runCommand(async () => {
  await command.parseAsync();
});
