import type { Experiment } from './experiment';
import { describeSimilarity } from './findings/similarity';
import { isSimilarityTrained, similarityCells } from './similarityCells';
import { similarityTable } from './similarityTable';
import { specifyTrained } from '../paper/specify';

const item = 'table4';

export const table4: Experiment = {
  item,
  title: 'Table 4: PCC of predicted and recorded responses',
  notebook: '06-similarity.ipynb',
  specifications: (context) => specifyTrained(context, context.regions.flatMap(similarityCells), isSimilarityTrained),
  table: (material) =>
    similarityTable(material, {
      item,
      title: 'Table 4. Similarity to neural responses: CNN-FR and CAE-FR',
      cells: similarityCells,
      isTrained: isSimilarityTrained,
    }),
  findings: describeSimilarity,
};
