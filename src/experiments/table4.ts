import type { Experiment } from './experiment';
import { describeSimilarity } from './findings/similarity';
import { isSimilarityTrained, similarityCells } from './similarityCells';
import { similarityTable } from './similarityTable';
import { specify } from './specify';

const item = 'table4';

export const table4: Experiment = {
  item,
  title: 'Table 4: PCC of predicted and recorded responses',
  notebook: '06-similarity.ipynb',
  specifications: (context) =>
    context.regions.flatMap((region) =>
      similarityCells(region)
        .filter((cell) => isSimilarityTrained(context, cell))
        .flatMap((cell) => specify(context, cell)),
    ),
  table: (material) =>
    similarityTable(material, {
      item,
      title: 'Table 4. Similarity to neural responses: CNN-FR and CAE-FR',
      cells: similarityCells,
      isTrained: isSimilarityTrained,
    }),
  findings: describeSimilarity,
};
