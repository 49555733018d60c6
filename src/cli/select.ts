import { relative } from 'node:path';
import { openDataset } from '../data/dataset';
import { experimentContext } from '../experiments/context';
import { differingNeurons } from '../paper/neuronGroups';
import { selectionFile } from '../paper/neuronSelection';
import type { PresetName } from '../runs/specification';
import { localRecordsFolder } from '../runs/recordFolders';
import { createRecordStore } from '../runs/recordStore';
import { createCommand, runCommand } from './main';
import { addDataOptions, type DataOptions, dataSource } from './options/dataOptions';
import { presetOption } from './options/presetOption';
import { createStatusLine } from './progress/statusLine';

interface SelectOptions extends DataOptions {
  readonly preset: PresetName;
}

const command = addDataOptions(createCommand(
  'select',
  'Finds out which neurons table3 calls significant, from the trained CAE-FR1 to 4 of table2 (first seed), and writes data/selection/<data>.json.',
)).addOption(presetOption());

async function select(options: SelectOptions): Promise<number> {
  const status = createStatusLine();
  const dataset = await openDataset(options.data, { ...dataSource(options), onProgress: (stage) => status.update(stage) });
  const { selectNeurons, writeNeuronSelection } = await import('../reproduce/selectNeurons.js');
  const store = createRecordStore(localRecordsFolder(), { onProblem: status.note });
  const selection = await selectNeurons(experimentContext(dataset, options.preset, 1), dataset, store);
  const file = selectionFile(dataset.identity);
  await writeNeuronSelection(selection, file);
  status.end();
  const lines = selection.layers.map((layer) => {
    const { significantOnTestImages: significant, validationPcc } = layer;
    return `CAE-FR${layer.layer}: ${significant.length} of ${validationPcc.length} neurons significant; by rank on validation images ${differingNeurons(layer)} others`;
  });
  process.stdout.write(`${[...lines, `Written to ${relative(process.cwd(), file)}.`].join('\n')}\n`);
  return 0;
}

void runCommand(() => select(command.parse().opts<SelectOptions>()));
