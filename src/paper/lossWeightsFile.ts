import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../errors';
import { hyperparametersSchema } from '../runs/recordSchema';
import { families, type LossWeightTable } from './hyperparameters';

const weights = hyperparametersSchema.pick({
  alpha: true,
  beta: true,
  readoutSparsity: true,
  activationSparsity: true,
  sparseLayer: true,
  outputVariance: true,
});
const report = z.object({ chosen: z.partialRecord(z.enum(families), weights) });

/**
 * The weights of the losses that `npm run search` chose on a user's data.
 * @param file its report
 * @throws UserError when the file is missing, is no such report, or lacks families
 */
export function readLossWeights(file: string): LossWeightTable {
  const advice = 'give the report that npm run search wrote, for example data/search/my-recordings.json';
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`The weights file ${file} cannot be read (${(error as Error).message}): ${advice}.`);
  }
  const parsed = report.safeParse(content);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new UserError(`The weights file ${file} is no search report (${path.join('.')}: ${message}): ${advice}.`);
  }
  const { chosen } = parsed.data;
  const missing = families.filter((family) => chosen[family] === undefined);
  if (missing.length > 0) {
    throw new UserError(`The weights file ${file} has no weights of ${missing.join(', ')}: npm run search adds what is missing.`);
  }
  return chosen as LossWeightTable;
}
