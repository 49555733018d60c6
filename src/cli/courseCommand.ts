import path from 'node:path';
import { Option } from 'commander';
import { formattedTable, plainTable } from '../figures/table';
import { checkCourse } from '../notebooks/courseCheck';
import { makeSlides, slideNotebooks } from '../notebooks/courseSlides';
import { editions, type Edition } from '../notebooks/edition';
import { writeEdition, type Copied } from '../notebooks/writeEdition';
import { committedRecordsFolder } from '../runs/recordLibrary';
import { createCommand, runCommand } from './main';
import { statusLine } from './statusLine';

interface CourseOptions {
  readonly edition?: Edition;
  readonly check?: true;
  readonly only?: readonly string[];
  readonly slides?: true;
}

const root = path.resolve(__dirname, '../..');
const sources = path.join(root, 'notebooks');
const courseFolder = path.join(root, 'course');
const scratch = path.join(root, '.cache', 'course-check');

const command = createCommand(
  'course',
  'Makes two editions of the notebooks in the folder course: student, with exercises to fill in ' +
    'and no solution in any file, and instructor, with the solutions and notes for the lecturer. ' +
    'A copy that was changed there is never overwritten.',
)
  .addOption(new Option('--edition <name>', 'only this one').choices(editions))
  .addOption(
    new Option(
      '--check',
      'instead: tries the kernel, the records, the disk and every notebook on this machine',
    ).conflicts(['edition', 'slides']),
  )
  .option('--only <parts...>', 'with --check: notebooks whose names have these parts')
  .addOption(
    new Option(
      '--slides',
      `instead: slides of ${slideNotebooks.join(', ')} in course/slides, which need no network`,
    ).conflicts(['edition', 'check']),
  )
  .addHelpText(
    'after',
    '\nExamples:\n  npm run course\n  npm run lab -- --edition student\n' +
      '  npm run course -- --check --only 01 02\n  npm run course -- --slides',
  );

function describe(edition: Edition, copied: readonly Copied[]): string {
  const count = (outcome: Copied['outcome']): number =>
    copied.filter((copy) => copy.outcome === outcome).length;
  const kept = count('kept') === 0 ? '' : `, ${count('kept')} with your changes`;
  const lines = [
    `course/${edition}: ${copied.length} notebooks, ${count('written')} of them new${kept}.`,
    ...copied.flatMap((copy) =>
      copy.outcome === 'beside'
        ? [`${copy.name} has your changes and was left alone: the new version is ${copy.beside}.`]
        : [],
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** Notebooks show the records that come with the package, and save into a folder of their own. */
const fromRecords = (outputFolder: string): Readonly<Record<string, string>> => ({
  DAE_NR_OPTIONS: JSON.stringify({ fromRecords: true, outputFolder }),
});

async function check(only: readonly string[]): Promise<number> {
  const { rows, isWell } = await checkCourse({
    sources,
    records: committedRecordsFolder('simulated'),
    scratch,
    only,
    env: fromRecords(path.join(scratch, 'figures')),
    onNotebook: (name) => statusLine.update(`running ${name}`),
  }).finally(statusLine.end);
  process.stdout.write(`${plainTable(formattedTable(rows))}\n`);
  return isWell ? 0 : 1;
}

async function slides(): Promise<void> {
  const outputFolder = path.join(courseFolder, 'slides');
  const made = await makeSlides({
    names: slideNotebooks,
    sources,
    executed: path.join(root, 'figures', 'simulated-paper', 'notebooks'),
    outputFolder,
    env: fromRecords(path.join(outputFolder, 'figures')),
    timeoutSeconds: 600,
    onExecute: (names) =>
      statusLine.note(`No executed copy of today's ${names.join(', ')}: running it now ...`),
  });
  process.stdout.write(`${outputFolder}\n${made}`);
}

async function makeCourse(options: CourseOptions): Promise<number> {
  if (options.check) return check(options.only ?? []);
  if (options.slides) await slides();
  else
    for (const one of options.edition === undefined ? editions : [options.edition])
      process.stdout.write(
        describe(one, await writeEdition(sources, path.join(courseFolder, one), one)),
      );
  return 0;
}

void runCommand(() => makeCourse(command.parse().opts<CourseOptions>()));
