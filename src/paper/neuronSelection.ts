import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { DatasetIdentity } from '../data/region';
import { UserError } from '../errors';
import type { Layer } from '../models/modelName';

/**
 * Which neurons of a region count as significant in Table 3.
 *
 * The paper calls a neuron significant by its correlation over the test images, and then trains on the significant neurons and
 * scores on the same test images. Here the test images only say how *many* are significant; *which* ones is decided by the
 * rank of their correlation on validation images, which took no part in the fit. `--selection test-images` does it the
 * paper's way.
 *
 * The groups are data, in a file made once from the records of CAE-FR1 to 4 (`npm run select`): were they worked out from
 * whatever records a machine has, the same table would need other runs on another machine.
 */
export interface NeuronSelection {
  readonly dataset: DatasetIdentity;
  readonly region: number;
  readonly level: number;
  readonly sides: 'one' | 'two';
  readonly layers: readonly LayerSelection[];
}

export interface LayerSelection {
  readonly layer: Layer;
  /** The record that it was made from. */
  readonly madeFrom: string;
  /** Correlation of every neuron over the validation images. */
  readonly validationPcc: readonly number[];
  /** Neurons that are significant over the test images, ascending. */
  readonly significantOnTestImages: readonly number[];
}

/** `rank`: as many neurons as are significant on the test images, the best on the validation images. `test images`: those themselves. */
export type SelectionRule = 'rank' | 'test images';

export const neuronGroups = ['significant', 'insignificant', 'random, as many as significant', 'random, as many as insignificant'] as const;
export type NeuronGroup = (typeof neuronGroups)[number];

const schema = z.strictObject({
  dataset: z.strictObject({ name: z.string(), kind: z.enum(['simulated', 'real']), fingerprint: z.string() }),
  region: z.int(),
  level: z.number(),
  sides: z.enum(['one', 'two']),
  layers: z.array(
    z.strictObject({
      layer: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
      madeFrom: z.string(),
      validationPcc: z.array(z.number()),
      significantOnTestImages: z.array(z.int().nonnegative()),
    }),
  ),
}) satisfies z.ZodType<NeuronSelection>;

/** Where the selection of a data set is kept. */
export function selectionFile({ name }: Pick<DatasetIdentity, 'name'>): string {
  return path.join(__dirname, '..', '..', 'data', 'selection', `${path.basename(name)}.json`);
}

/**
 * The selection that was made for these data; undefined where there is none, or one for other data of the same name.
 * @throws UserError when the file is none
 */
export function readNeuronSelection(dataset: DatasetIdentity, file = selectionFile(dataset)): NeuronSelection | undefined {
  if (!existsSync(file)) return undefined;
  const parsed = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new UserError(`${file} is no selection of neurons: make it again with npm run select.`);
  return parsed.data.dataset.fingerprint === dataset.fingerprint ? parsed.data : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
