import { Option } from 'commander';
import { presetNames } from '../runs/specification';
import { userPath } from '../userPath';
import { createCommand } from './main';
import {
  addBackendOption,
  addDataOptions,
  positiveInteger,
  presetWords,
  weightsOption,
  workersOption,
} from './commandOptions';

/** The options of `npm run reproduce`. */
export const reproduceParser = addBackendOption(
  addDataOptions(
    createCommand(
      'reproduce',
      "Trains the main contrasts again and says whether the package's numbers come out again; " +
        'everything else comes from its records. With a preset, items or other data it trains ' +
        'what is missing. Executes the notebooks, and writes tables, figures and index.html to ' +
        'figures/<data>-<preset>/. ' +
        'Stopped at any moment, it goes on where it was when it is started again.',
    ),
  ),
)
  .addOption(
    new Option(
      '--preset <name>',
      `trains everything; ${presetWords} (default: the main contrasts only, or quick for data ` +
        'without records in the package)',
    ).choices(presetNames),
  )
  .option(
    '--only <items>',
    'items of the paper, for example table2,figure2 (default: all)',
    itemList,
  )
  .option(
    '--seeds <n>',
    'trainings of every cell (default: smoke and quick 1, paper 5)',
    positiveInteger,
  )
  .addOption(weightsOption)
  .addOption(workersOption)
  .option(
    '--from-records',
    'train nothing; use the records that come with the package (preset paper)',
  )
  .option('--fresh', 'train even where there is a record')
  .addOption(
    new Option(
      '--engine <name>',
      'trains as jobs of a workflow engine instead of in processes of this command',
    )
      .choices(['snakemake'])
      .conflicts('fresh'),
  )
  .addOption(
    new Option(
      '--profile <name>',
      'where the engine runs its jobs: slurm, or a folder with a profile of Snakemake ' +
        '(default: on this machine)',
    )
      .implies({ engine: 'snakemake' })
      .conflicts('fresh'),
  )
  .option('--output <folder>', 'another folder for tables and figures', userPath)
  .addHelpText(
    'after',
    `
Examples:
  npm run reproduce
  npm run reproduce -- --preset smoke
  npm run reproduce -- --preset quick
  npm run reproduce -- --only table2,figure2 --seeds 3
  npm run reproduce -- --data my-recordings --preset paper
  npm run reproduce -- --preset paper --engine snakemake --profile slurm`,
  );

/** Reads `table2,figure2` and adds it to what the option named before. */
function itemList(text: string, earlier: readonly string[] = []): readonly string[] {
  return [
    ...earlier,
    ...text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ];
}
