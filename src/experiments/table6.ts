import type { Experiment } from './experiment';
import { describeSimilarityVariants } from './findings/variants';
import { similarityTable } from './similarityTable';
import { specifyTrained } from '../paper/specify';
import { isVariantTrained, similarityVariants } from './variantCells';

const item = 'table6';

export const table6: Experiment = {
  item,
  title: 'Table 6: PCC of every combination of autoencoder and readout',
  notebook: '08-variants.ipynb',
  specifications: (context) => specifyTrained(context, context.regions.flatMap(similarityVariants), isVariantTrained),
  table: (material) =>
    similarityTable(material, {
      item,
      title: 'Table 6. Similarity to neural responses: CNN, CAE, VAE and VQ-VAE with FR, FC, FM',
      cells: similarityVariants,
      isTrained: isVariantTrained,
    }),
  findings: describeSimilarityVariants,
};
