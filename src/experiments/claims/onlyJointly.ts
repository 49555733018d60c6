import { layers } from '../../models/modelName';
import type { ExperimentMaterial } from '../experiment';
import { focusRegion, reconstructionLayers, similarityLayers } from '../factorizedModels';
import { errorDifference, pccDifference, pccDifferenceOf } from '../layerDifferences';
import { remedy } from '../remedy';
import { frozenCell, isTrained } from '../significanceCells';
import { caeCell } from '../similarityCells';
import type { Claim, ClaimRow } from './claim';
import { effectRow } from './effectRow';

const printed = '';

/** "If": joint training against single training in either task. */
function jointAgainstSingle(material: ExperimentMaterial, region: number): ClaimRow[] {
  const { context } = material;
  return [
    effectRow(context, {
      subject: `region ${region}, if learned jointly`,
      measure: 'difference in MSE, CAE-FR minus CAE',
      printed,
      difference: errorDifference(material, region),
      claimedSign: -1,
      remedy: remedy(context, 'table2', reconstructionLayers(context, region).length > 0),
    }),
    effectRow(context, {
      subject: `region ${region}, if learned jointly`,
      measure: 'difference in PCC, CAE-FR minus CNN-FR',
      printed,
      difference: pccDifference(material, region),
      claimedSign: 1,
      remedy: remedy(context, 'table4', similarityLayers(context, region).length > 0),
    }),
  ];
}

/** "Only if": the same parts learned one after the other. Their reconstruction is that of the CAE, so that similarity alone is compared. */
function jointAgainstAfterwards(material: ExperimentMaterial, region: number): ClaimRow {
  const { context } = material;
  const isFrozenTrained = layers.some((layer) => isTrained(context, frozenCell(region, layer, 'fitted afterwards')));
  return effectRow(context, {
    subject: `region ${region}, only if learned jointly`,
    measure: 'difference in PCC, CAE-FR minus the CAE with a readout fitted afterwards',
    printed,
    difference: pccDifferenceOf(
      material,
      region,
      (layer) => caeCell(region, layer),
      (layer) => frozenCell(region, layer, 'fitted afterwards'),
    ),
    claimedSign: 1,
    remedy: remedy(context, region === focusRegion(context) ? 'figure4' : 'figure8', isFrozenTrained),
  });
}

export const onlyJointly: Claim = {
  statement: '6. The effects appear if and only if reconstruction and responses are learned jointly.',
  where: 'whole paper',
  evaluate: (material) =>
    material.context.regions.flatMap((region) => [...jointAgainstSingle(material, region), jointAgainstAfterwards(material, region)]),
};
