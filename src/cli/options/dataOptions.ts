import { type Command, Option } from 'commander';
import type { DataSource } from '../../runs/workerMessages';
import { positiveInteger } from './numbers';

export interface DataOptions {
  readonly data: string;
  readonly neurons?: number;
  readonly rectify?: boolean;
  readonly resize?: 'bilinear' | 'pad';
}

/** The options that say which data set, and how it is opened; the same for every command. */
export function addDataOptions(command: Command): Command {
  return command
    .option('--data <name>', 'simulated, antolik2016, or a folder with region*/', 'simulated')
    .option('--neurons <n>', 'neurons in every region of the simulation (default: as many as were recorded)', positiveInteger)
    .option('--rectify', 'accept negative responses and count them as 0')
    .addOption(new Option('--resize <how>', 'how images of another size become 32 x 32').choices(['bilinear', 'pad']).default('bilinear'));
}

export function dataSource({ data, neurons, rectify, resize }: DataOptions): DataSource {
  return { name: data, neurons, rectify, resize };
}
