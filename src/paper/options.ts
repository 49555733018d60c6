import { z } from 'zod';
import { UserError } from '../errors';
import { shippedDatasets } from '../runs/recordLibrary';
import { presetNames } from '../runs/specification';

/**
 * The one environment variable that tells a notebook what to reproduce, as JSON; `npm run
 * reproduce` sets it from its options.
 */
export const optionsVariable = 'DAE_NR_OPTIONS';

const givenSchema = z.strictObject({
  /**
   * `simulated`, `simulated-400` for 400 neurons in every region, `antolik2016`, `cowley2023`, or a
   * folder in that layout.
   */
  data: z.string().min(1).default('simulated'),
  /** Default: `paper` with `fromRecords`, else `quick`. */
  preset: z.enum(presetNames).optional(),
  /** How many seeds; the preset's by default. */
  seeds: z.int().positive().optional(),
  /** Only the records that come with the package; nothing is trained. */
  fromRecords: z.boolean().default(false),
  /**
   * The main contrasts of the focus region from trainings of this machine, everything else from the
   * records that come with the package.
   */
  headline: z.boolean().default(false),
  /** Negative responses become 0 instead of being refused. */
  rectify: z.boolean().default(false),
  /** Report of `npm run search` whose weights of the losses are used instead of the package's. */
  weightsFile: z.string().min(1).optional(),
  /** Where tables and figures are saved; `figures/<data>-<preset>` in the repository by default. */
  outputFolder: z.string().min(1).optional(),
});

const schema = givenSchema.transform(({ preset, ...options }) => ({
  ...options,
  fromRecords: options.fromRecords || options.headline,
  preset: preset ?? (options.fromRecords || options.headline ? 'paper' : 'quick'),
}));

/** What may be said; everything has a default. */
export type GivenOptions = {
  readonly [Name in keyof z.input<typeof schema>]?: z.input<typeof schema>[Name] | undefined;
};

/** What a notebook reproduces. */
export type ReproductionOptions = z.output<typeof schema>;

function fromEnvironment(text: string): object {
  try {
    return z.looseObject({}).parse(JSON.parse(text));
  } catch {
    throw new UserError(
      `The environment variable ${optionsVariable} has to be JSON such as ` +
        '{"data":"simulated","preset":"quick"}.',
    );
  }
}

/** @throws UserError for an option that does not exist or a value that it cannot have */
function parse(given: object): ReproductionOptions {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new UserError(`The option "${path.join('.')}" of the reproduction is wrong: ${message}.`);
}

/** Of the environment these belong to its data and preset, and go when a call names others. */
const boundToData = ['fromRecords', 'headline', 'outputFolder', 'weightsFile'];

/** @throws UserError where the package has no records of what is asked for */
function requireRecords({ fromRecords, data, preset, weightsFile }: ReproductionOptions): void {
  if (!fromRecords) return;
  const other = !shippedDatasets().includes(data)
    ? `data "${data}"`
    : preset !== 'paper'
      ? `preset ${preset}`
      : weightsFile === undefined
        ? undefined
        : 'weights of your own';
  if (other !== undefined)
    throw new UserError(
      'The records that come with the package are of the data ' +
        `${shippedDatasets().join(' and ')}, preset paper, with its weights; ` +
        `for ${other} leave "from records" out, which trains.`,
    );
}

/**
 * The options of a reproduction: those given here go before those of DAE_NR_OPTIONS.
 * @throws UserError for an option that does not exist or a value that it cannot have, and for
 * records that the package does not have.
 */
export function reproductionOptions(
  given: GivenOptions = {},
  variables: NodeJS.ProcessEnv = process.env,
): ReproductionOptions {
  const environment = fromEnvironment(variables[optionsVariable]?.trim() || '{}');
  const known = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const usual = parse(environment);
  const isOther = (['data', 'preset'] as const).some(
    (name) => name in known && known[name] !== usual[name],
  );
  const kept = Object.entries(environment).filter(
    ([name]) => !(isOther && boundToData.includes(name)),
  );
  const options = parse({ ...Object.fromEntries(kept), ...known });
  requireRecords(options);
  return options;
}
