import { intervalCell } from '../comparisons';
import type { ExperimentMaterial } from '../experiment';
import { similarityLayers } from '../factorizedModels';
import { intervalOf, overLayers, pccDifference } from '../layerDifferences';
import { hasPaperCounterpart, paperValues } from '../paperValues';
import { remedy } from '../remedy';
import { outcomeOf, verdict } from '../verdict';
import type { Claim, ClaimRow } from './claim';

function printedPcc(material: ExperimentMaterial, region: number): string {
  const values = hasPaperCounterpart(material.context) ? paperValues.table6.values['CAE-FR'][`region${region}`] : undefined;
  return values === undefined ? '' : `PCC ${values.join(', ')} with CAE-FR1 to 4; those of CNN-FR are not available`;
}

function regionRow(material: ExperimentMaterial, region: number): ClaimRow {
  const { context } = material;
  const difference = pccDifference(material, region);
  const printed = printedPcc(material, region);
  if (difference === undefined) {
    return {
      scope: `region ${region}`,
      printed,
      ours: { kind: 'missing', remedy: remedy(context, 'table4', similarityLayers(context, region).length > 0) },
      verdict: 'not run here',
    };
  }
  const interval = intervalOf(difference);
  const higher = difference.perLayer.filter((value) => value > 0).length;
  return {
    scope: `region ${region}, ${overLayers(difference)}: difference in PCC, CAE-FR minus CNN-FR; above 0 in ${higher} of ${difference.perLayer.length}`,
    printed,
    ours: intervalCell(interval),
    verdict: verdict(context, outcomeOf(interval, 1), difference.seeds),
  };
}

export const predictsBetter: Claim = {
  statement: '3. CAE-FR has a higher PCC than CNN-FR in every region and layer.',
  where: 'Table 4',
  evaluate: (material) => material.context.regions.map((region) => regionRow(material, region)),
};
