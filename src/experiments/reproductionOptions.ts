import { z } from 'zod';
import type { Resizing } from '../data/resize';
import { UserError } from '../errors';
import type { PresetName } from '../runs/specification';
import type { SelectionRule } from './neuronSelection';

/** What a notebook reproduces; `npm run reproduce` tells it through the environment. */
export interface ReproductionOptions {
  /** `simulated`, `antolik2016`, or a folder in that layout. */
  readonly data: string;
  readonly preset: PresetName;
  /** Number of seeds; undefined takes the preset's. */
  readonly seeds: number | undefined;
  /** Report of `npm run search` whose weights of the losses are used; undefined takes the package's. */
  readonly weightsFile: string | undefined;
  /** How Table 3 chooses its significant neurons. */
  readonly selectionRule: SelectionRule;
  /** Negative responses become 0 instead of being refused. */
  readonly rectify: boolean;
  /** How images of another size become 32 x 32. */
  readonly resize: Resizing;
  /** Only the records that come with the package; nothing is trained. */
  readonly fromRecords: boolean;
}

const flag = z
  .enum(['0', '1', 'false', 'true'])
  .default('0')
  .transform((value) => value === '1' || value === 'true');

const environment = z.object({
  DAE_NR_DATA: z.string().min(1).default('simulated'),
  DAE_NR_PRESET: z.enum(['smoke', 'quick', 'paper']).optional(),
  DAE_NR_SEEDS: z.coerce.number().int().positive().optional(),
  DAE_NR_WEIGHTS: z.string().min(1).optional(),
  DAE_NR_SELECTION: z.enum(['rank', 'test-images']).default('rank'),
  DAE_NR_RECTIFY: flag,
  DAE_NR_RESIZE: z.enum(['bilinear', 'pad']).default('bilinear'),
  DAE_NR_FROM_RECORDS: flag,
});

/**
 * Options from DAE_NR_DATA, DAE_NR_PRESET, DAE_NR_SEEDS, DAE_NR_WEIGHTS, DAE_NR_SELECTION, DAE_NR_RECTIFY, DAE_NR_RESIZE and DAE_NR_FROM_RECORDS; without them simulated data and preset `quick`.
 * @throws UserError for a value that none of them can have.
 */
export function reproductionOptions(variables: NodeJS.ProcessEnv = process.env): ReproductionOptions {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([name, value]) => name.startsWith('DAE_NR_') && value !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new UserError(`The environment variable ${path.join('.')} is wrong: ${message}.`);
  }
  const { DAE_NR_DATA, DAE_NR_PRESET, DAE_NR_SEEDS, DAE_NR_WEIGHTS, DAE_NR_SELECTION, DAE_NR_RECTIFY, DAE_NR_RESIZE, DAE_NR_FROM_RECORDS } = parsed.data;
  return {
    data: DAE_NR_DATA,
    preset: DAE_NR_PRESET ?? (DAE_NR_FROM_RECORDS ? 'paper' : 'quick'),
    seeds: DAE_NR_SEEDS,
    weightsFile: DAE_NR_WEIGHTS,
    selectionRule: DAE_NR_SELECTION === 'test-images' ? 'test images' : 'rank',
    rectify: DAE_NR_RECTIFY,
    resize: DAE_NR_RESIZE,
    fromRecords: DAE_NR_FROM_RECORDS,
  };
}
