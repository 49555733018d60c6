import type { Experiment } from './experiment';
import { describeReconstruction } from './findings/reconstruction';
import { paperValues } from './paperValues';
import { isReconstructionTrained, reconstructionCells } from './reconstructionCells';
import { reconstructionTable } from './reconstructionTable';
import { specifyTrained } from './specify';

const item = 'table2';

export const table2: Experiment = {
  item,
  title: 'Table 2: MSE, PSNR and SSIM of the reconstructed test images',
  notebook: '05-reconstruction.ipynb',
  specifications: (context) => specifyTrained(context, context.regions.flatMap(reconstructionCells), isReconstructionTrained),
  table: (material) =>
    reconstructionTable(material, {
      item,
      title: 'Table 2. Image reconstruction: CAE and CAE-FR, beside linear baselines',
      regions: material.context.regions,
      cells: reconstructionCells,
      isTrained: isReconstructionTrained,
      showsCodes: false,
      printedNote: `Printed values: ${paperValues.table2.source}; they belong to the recordings of Antolik et al. 2016.`,
    }),
  findings: describeReconstruction,
};
