import { formatNumber } from '../../figures/tableText';
import { formatModelName, layers, type ModelName } from '../../models/modelName';
import { cellRecords } from '../cellRecords';
import { comparePcc, intervalCell, sharedSeeds } from '../comparisons';
import type { ExperimentContext, ExperimentMaterial } from '../experiment';
import { focusRegion } from '../factorizedModels';
import { errorDifference, pccDifference, type Combination } from '../layerDifferences';
import { hasPaperCounterpart, paperValues } from '../paperValues';
import { remedy } from '../remedy';
import { withoutAutoencoder } from '../similarityTable';
import { combinations, isVariantTrained, similarityVariants } from '../variantCells';
import { outcomeOf, verdict } from '../verdict';
import type { Claim, ClaimRow } from './claim';
import { effectRow } from './effectRow';

/** All but CAE-FR, which claims 1 and 3 are about. */
const variants = combinations.filter(({ autoencoder, readout }) => autoencoder !== 'CAE' || readout !== 'FR');

const printedDigits = 3;

/** `0.343, 0.349, 0.397, 0.435`; undefined where the paper's row is not available. */
function printedLayers(name: string, region: number): string | undefined {
  const values = paperValues.table6.values[name]?.[`region${region}`];
  return values?.map((value) => formatNumber(value, printedDigits)).join(', ');
}

function isTrained(context: ExperimentContext, region: number, combination: Combination, task: 'IR' | 'NRS'): boolean {
  return layers.some((layer) => isVariantTrained(context, { region, model: { ...combination, layer }, task }));
}

function errorRow(material: ExperimentMaterial, combination: Combination): ClaimRow {
  const { context } = material;
  const region = focusRegion(context);
  const { autoencoder, readout } = combination;
  return effectRow(context, {
    subject: `region ${region}, ${autoencoder}-${readout}`,
    measure: `difference in MSE, ${autoencoder}-${readout} minus ${autoencoder}`,
    printed: hasPaperCounterpart(context) ? 'not available' : '',
    difference: errorDifference(material, region, combination),
    claimedSign: -1,
    remedy: remedy(context, 'table5', isTrained(context, region, combination, 'IR')),
  });
}

function pccRow(material: ExperimentMaterial, combination: Combination, region: number): ClaimRow {
  const { context } = material;
  const { autoencoder, readout } = combination;
  const joint = printedLayers(`${autoencoder}-${readout}`, region);
  const alone = printedLayers(`CNN-${readout}`, region);
  return effectRow(context, {
    subject: `region ${region}, ${autoencoder}-${readout}`,
    measure: `difference in PCC, ${autoencoder}-${readout} minus CNN-${readout}`,
    printed:
      hasPaperCounterpart(context) && joint !== undefined
        ? `PCC ${joint} with ${autoencoder}-${readout}1 to 4; ${alone === undefined ? `those of CNN-${readout} are not available` : `${alone} with CNN-${readout}1 to 4`}`
        : '',
    difference: pccDifference(material, region, combination),
    claimedSign: 1,
    remedy: remedy(context, 'table6', isTrained(context, region, combination, 'NRS')),
  });
}

function printedPcc({ autoencoder, readout, layer }: ModelName, region: number): number | undefined {
  return paperValues.table6.values[`${autoencoder ?? 'CNN'}-${readout}`]?.[`region${region}`]?.[layer! - 1];
}

/** The cells of the paper's own Table 6 in which a combination is not above the CNN. */
function exceptionRows(material: ExperimentMaterial): ClaimRow[] {
  const { context, lookup, evidence } = material;
  if (!hasPaperCounterpart(context)) return [];
  return context.regions.flatMap(similarityVariants).flatMap((cell): ClaimRow[] => {
    const rival = withoutAutoencoder(cell);
    const [joint, alone] = [cell, rival].map(({ model, region }) => printedPcc(model, region));
    const testResponses = evidence.get(cell.region)?.testResponses;
    if (cell.model.autoencoder === null || joint === undefined || alone === undefined || joint > alone || testResponses === undefined) return [];
    const [name, rivalName] = [cell, rival].map(({ model }) => formatModelName(model));
    const [first, second] = [cell, rival].map((each) => cellRecords(context, lookup, each).finished);
    const interval = comparePcc(first, second, testResponses);
    return [
      {
        scope: `region ${cell.region}, an exception in the paper's own table: difference in PCC, ${name} minus ${rivalName}`,
        printed: `PCC ${formatNumber(joint, printedDigits)} with ${name}, ${formatNumber(alone, printedDigits)} with ${rivalName}`,
        ours: interval === undefined ? { kind: 'missing', remedy: remedy(context, 'table6', isVariantTrained(context, cell)) } : intervalCell(interval),
        verdict: interval === undefined ? 'not run here' : verdict(context, outcomeOf(interval, 1), sharedSeeds(first, second)[0].length),
      },
    ];
  });
}

export const holdsForVariants: Claim = {
  statement: '5. Both effects hold for VAE, VQ-VAE, FC and FM.',
  where: 'Tables 5, 6',
  evaluate: (material) => [
    ...variants.map((combination) => errorRow(material, combination)),
    ...variants.flatMap((combination) => material.context.regions.map((region) => pccRow(material, combination, region))),
    ...exceptionRows(material),
  ],
};
