import path from 'node:path';
import { Option } from 'commander';
import { editions, type Edition } from '../notebooks/edition';
import { writeEdition, type Copied } from '../notebooks/writeEdition';
import { createCommand, runCommand } from './main';

interface CourseOptions {
  readonly edition?: Edition;
}

const root = path.resolve(__dirname, '../..');
const sources = path.join(root, 'notebooks');
const courseFolder = path.join(root, 'course');

const command = createCommand(
  'course',
  'Makes two editions of the notebooks in the folder course: student, with exercises to fill in ' +
    'and no solution in any file, and instructor, with the solutions and notes for the lecturer. ' +
    'A copy that was changed there is never overwritten.',
)
  .addOption(new Option('--edition <name>', 'only this one').choices(editions))
  .addHelpText('after', '\nExamples:\n  npm run course\n  npm run lab -- --edition student');

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

async function makeCourse({ edition }: CourseOptions): Promise<void> {
  for (const one of edition === undefined ? editions : [edition])
    process.stdout.write(
      describe(one, await writeEdition(sources, path.join(courseFolder, one), one)),
    );
}

void runCommand(() => makeCourse(command.parse().opts<CourseOptions>()));
