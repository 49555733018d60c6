import type { ExperimentContext } from './experiment';

/** What `--data` has to be for this data set; a user's own folder is not part of its identity. */
function dataOption({ dataset }: ExperimentContext): string {
  if (dataset.name === 'simulated') return '';
  return ` --data ${dataset.name.startsWith('simulated-') || dataset.name === 'antolik2016' ? dataset.name : 'FOLDER'}`;
}

/** The command that trains the missing runs of an item. */
export function remedy(context: ExperimentContext, item: string, isTrainedByPreset: boolean): string {
  const preset = isTrainedByPreset ? context.preset : context.preset === 'smoke' ? 'quick' : 'paper';
  return `not trained yet; npm run reproduce -- --preset ${preset}${dataOption(context)} --only ${item}`;
}

/** The command that finds out which neurons Table 3 calls significant. */
export function selectionRemedy(context: ExperimentContext): string {
  return `not found out for these data yet; npm run select --${dataOption(context)} --preset ${context.preset}, once table2 is trained`;
}
