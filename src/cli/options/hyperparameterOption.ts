import { InvalidArgumentError } from 'commander';
import { hyperparametersSchema } from '../../runs/recordSchema';
import type { Hyperparameters } from '../../training/hyperparameters';

type HyperparameterName = keyof Hyperparameters;

/** The names that `--set` takes. */
export const hyperparameterNames = Object.keys(hyperparametersSchema.shape) as HyperparameterName[];

/** Reads one `--set name=number` and adds it to the earlier ones. */
export function hyperparameterSetting(text: string, earlier: Partial<Hyperparameters> = {}): Partial<Hyperparameters> {
  const [name, value, ...rest] = text.split('=') as [HyperparameterName, string | undefined];
  if (!hyperparameterNames.includes(name)) {
    throw new InvalidArgumentError(`"${name}" is no hyper-parameter; there are ${hyperparameterNames.join(', ')}.`);
  }
  const parsed = value === undefined || value.trim() === '' || rest.length > 0
    ? undefined
    : hyperparametersSchema.shape[name].safeParse(Number(value));
  if (!parsed?.success) {
    throw new InvalidArgumentError(`"${value ?? ''}" is no value for ${name}: ${parsed?.error.issues[0].message ?? 'write name=number'}.`);
  }
  return { ...earlier, [name]: parsed.data };
}
