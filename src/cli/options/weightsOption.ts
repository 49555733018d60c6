import { resolve } from 'node:path';
import { Option } from 'commander';

/** The report of a search on the user's own data, instead of the weights that come with the package. */
export function weightsOption(): Option {
  return new Option('--weights <file>', 'weights of the losses from the report of npm run search (default: those of the package)').argParser(
    (file) => resolve(file),
  );
}
