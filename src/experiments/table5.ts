import type { Experiment } from './experiment';
import { focusRegion } from './factorizedModels';
import { describeReconstructionVariants } from './findings/variants';
import { paperValues } from './paperValues';
import { reconstructionTable } from './reconstructionTable';
import { specifyTrained } from '../paper/specify';
import { isVariantTrained, reconstructionVariants } from './variantCells';

const item = 'table5';

export const table5: Experiment = {
  item,
  title: 'Table 5: reconstruction by every combination of autoencoder and readout',
  notebook: '08-variants.ipynb',
  specifications: (context) => specifyTrained(context, reconstructionVariants(focusRegion(context)), isVariantTrained),
  table: (material) =>
    reconstructionTable(material, {
      item,
      title: 'Table 5. Image reconstruction by CAE, VAE, VQ-VAE and their combinations with FR, FC, FM',
      regions: [focusRegion(material.context)],
      cells: reconstructionVariants,
      isTrained: isVariantTrained,
      showsCodes: true,
      printedNote: `The paper's Table 5 is not available to us; the printed values of CAE and CAE-FR are those of Table 2: ${paperValues.table2.source}; they belong to the recordings of Antolik et al. 2016.`,
    }),
  findings: describeReconstructionVariants,
};
