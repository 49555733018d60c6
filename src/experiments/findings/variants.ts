import { mean } from 'simple-statistics';
import { formatNumber } from '../../figures/tableText';
import { autoencoderNames, formatModelName, type AutoencoderName } from '../../models/modelName';
import type { BootstrapInterval } from '../../metrics/bootstrap';
import { cellRecords } from '../cellRecords';
import { compareErrorsToBaseline } from '../comparisons';
import type { RegionEvidence } from '../evidence';
import type { ExperimentMaterial } from '../experiment';
import { focusRegion } from '../factorizedModels';
import { errorDifference, intervalOf, pccDifference, type Combination, type LayerDifference } from '../layerDifferences';
import { combinations, similarityVariants } from '../variantCells';
import { caution, choose, countSeeds, withInterval } from './words';

function describeCode(autoencoder: AutoencoderName, material: ExperimentMaterial, evidence: RegionEvidence): string[] {
  const { context, lookup } = material;
  const model = { autoencoder, readout: null, layer: null };
  const { finished } = cellRecords(context, lookup, { region: evidence.region, model, task: 'IR' });
  const difference = compareErrorsToBaseline(finished, evidence.pca100.mse);
  if (difference === undefined) return [`The ${autoencoder} alone has not been trained yet.`];
  const error = formatNumber(mean(finished.map(({ summary }) => summary.mse!)), 4);
  const judgement = choose(difference, { below: 'better than', above: 'worse than', around: 'not distinguishable from' });
  return [
    `Region ${evidence.region}: the ${autoencoder} alone has MSE ${error} (${countSeeds(finished.length)}), ${judgement} PCA-100: difference ${withInterval(difference, 5)}.`,
  ];
}

interface Effect {
  readonly name: string;
  readonly interval: BootstrapInterval;
}

function effectsOf(difference: (combination: Combination) => LayerDifference | undefined): Effect[] {
  return combinations.flatMap((combination) => {
    const found = difference(combination);
    return found === undefined ? [] : [{ name: `${combination.autoencoder}-${combination.readout}`, interval: intervalOf(found) }];
  });
}

function namesOf(effects: readonly Effect[]): string {
  return effects.length === 0 ? '' : ` (${effects.map(({ name }) => name).join(', ')})`;
}

/** How many of the combinations that were run lie below 0, above 0, or around it. */
function countEffects(effects: readonly Effect[], subject: string, words: Readonly<Record<'below' | 'above' | 'around', string>>): string {
  if (effects.length === 0) return `${subject}: no combination can be compared yet.`;
  const side = ({ interval }: Effect): 'below' | 'above' | 'around' => choose(interval, { below: 'below', above: 'above', around: 'around' });
  const counts = (['below', 'above', 'around'] as const).map((where) => {
    const found = effects.filter((effect) => side(effect) === where);
    return `${words[where]} in ${found.length === 0 ? 'none' : found.length}${namesOf(found)}`;
  });
  const pairs = effects.length === 1 ? 'one combination that was run' : `${effects.length} combinations that were run`;
  return `${subject}, ${pairs} of ${combinations.length}, each averaged over its layers: ${counts.join(', ')}.`;
}

/** What the IR runs of all combinations show, in the region of Table 5. */
export function describeReconstructionVariants(material: ExperimentMaterial): string[] {
  const { context } = material;
  const evidence = material.evidence.get(focusRegion(context));
  if (context.preset === 'smoke' || evidence === undefined) return caution(context);
  const effects = effectsOf((combination) => errorDifference(material, evidence.region, combination));
  return [
    ...caution(context),
    ...autoencoderNames.flatMap((autoencoder) => describeCode(autoencoder, material, evidence)),
    countEffects(effects, `Region ${evidence.region}, MSE with responses minus without`, {
      below: 'smaller',
      above: 'larger',
      around: 'no difference seen',
    }),
  ];
}

/** The model with the highest mean PCC, for the reader who looks for it. */
function describeBest({ context, lookup }: ExperimentMaterial, region: number): string[] {
  const scored = similarityVariants(region).flatMap((cell) => {
    const { finished } = cellRecords(context, lookup, cell);
    return finished.length === 0 ? [] : [{ name: formatModelName(cell.model), pcc: mean(finished.map(({ summary }) => summary.pcc!)) }];
  });
  if (scored.length < 2) return [];
  const best = scored.reduce((left, right) => (right.pcc > left.pcc ? right : left));
  return [
    `The highest PCC of the ${scored.length} models that were run is ${formatNumber(best.pcc, 3)} of ${best.name}, picked on the test images and therefore flattering.`,
  ];
}

/** What the NRS runs of all combinations show, region by region. */
export function describeSimilarityVariants(material: ExperimentMaterial): string[] {
  const { context } = material;
  if (context.preset === 'smoke') return caution(context);
  return [
    ...caution(context),
    ...context.regions.map((region) => {
      const effects = effectsOf((combination) => pccDifference(material, region, combination));
      const count = countEffects(effects, `Region ${region}, PCC with reconstruction minus without`, {
        below: 'lower',
        above: 'higher',
        around: 'no difference seen',
      });
      return [count, ...describeBest(material, region)].join(' ');
    }),
  ];
}
