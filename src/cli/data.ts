import { Option } from 'commander';
import { REGION_FILES } from '../data/layout';
import { SIMULATION_SEED } from '../data/simulatedFolder';
import { check } from './dataCommands/check';
import { fetchAntolik2016 } from './dataCommands/fetchAntolik2016';
import { list } from './dataCommands/list';
import { simulate } from './dataCommands/simulate';
import { createCommand, runCommand } from './main';
import { naturalNumber, positiveInteger } from './options/numbers';

const layoutHelp = `
A data set is a folder with one folder for every recorded patch of V1, of NumPy arrays (uint8, integers or floats):
  region1/${REGION_FILES.trainingImages}       images for training and validation: (N, P*P), (N, P, P) or (N, P, P, 1)
  region1/${REGION_FILES.trainingResponses}          responses to them: (N, M), not negative
  region1/${REGION_FILES.testImages}     test images: (T, ...)
  region1/${REGION_FILES.testResponses}        responses to them: (T, M), mean over the trials
  region1/${REGION_FILES.testTrials}    single trials: (R, T, M); may be absent, then there is no noise ceiling
  region2/ ...
Pixels are uint8, or lie in [0, 255], [0, 1] or [-1, 1], or are uint8 * 1e-6; images of other sizes are resized to 32 x 32.

Examples:
  npm run data -- antolik2016
  npm run data -- antolik2016 --archive Downloads/pcbi.1004927.s001.zip
  npm run data -- simulated --neurons 400
  npm run data -- check my-recordings`;

const command = createCommand('data', 'Gets, makes and checks data sets.').addHelpText('after', layoutHelp);
command
  .command('antolik2016')
  .description('download the recordings of Antolik et al. 2016, or take them from an archive fetched by hand')
  .option('--archive <file>', 'the zip archive that was fetched by hand')
  .option('--url <address>', 'another address of the archive')
  .option('--yes', 'download without asking')
  .action(fetchAntolik2016);
command
  .command('simulated')
  .description('make simulated recordings')
  .option('--neurons <n>', 'neurons in every region (default: as many as were recorded)', positiveInteger)
  .option('--seed <n>', 'another simulation; needs --folder', naturalNumber, SIMULATION_SEED)
  .addOption(new Option('--noise <kind>', 'how trials vary; poisson needs --folder').choices(['gamma', 'poisson']).default('gamma'))
  .option('--folder <dir>', 'where to (default: data/simulated)')
  .action(simulate);
command
  .command('check')
  .description('read a data set completely and say what is in it, or what is wrong with it')
  .argument('<dir>', 'folder, or name of a data set')
  .option('--rectify', 'accept negative responses and count them as 0')
  .action(check);
command.command('list').description('say which data sets are there').action(list);

void runCommand(async () => {
  await command.parseAsync();
});
