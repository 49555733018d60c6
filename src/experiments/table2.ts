import type { Experiment } from './experiment';
import { describeReconstruction } from './findings/reconstruction';
import { paperValues } from './paperValues';
import { isReconstructionTrained, tableCells } from './reconstructionCells';
import { reconstructionTable } from './reconstructionTable';
import { specifyTrained } from '../paper/specify';

const item = 'table2';

export const table2: Experiment = {
  item,
  title: 'Table 2: MSE, PSNR and SSIM of the reconstructed test images',
  notebook: '05-reconstruction.ipynb',
  specifications: (context) => specifyTrained(context, context.regions.flatMap((region) => tableCells(context, region)), isReconstructionTrained),
  table: (material) =>
    reconstructionTable(material, {
      item,
      title: 'Table 2. Image reconstruction: CAE and CAE-FR, beside linear baselines',
      regions: material.context.regions,
      cells: (region) => tableCells(material.context, region),
      isTrained: isReconstructionTrained,
      showsCodes: false,
      ownNotes: [
        'CAE (control): fits no responses and is as sparse as CAE-FR2. The CAE and CAE-FR have each the sparsity of h_i that their own search chose; beside the control the responses are the whole difference.',
      ],
      printedNote: `Printed values: ${paperValues.table2.source}; they belong to the recordings of Antolik et al. 2016.`,
    }),
  findings: describeReconstruction,
};
