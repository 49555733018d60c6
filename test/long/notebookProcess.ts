import { executeNotebooks } from '../../src/notebooks/executeNotebooks';

/** Executes a notebook headless: `notebookProcess.ts NOTEBOOK OUTPUT_FOLDER`. */
const [notebook, outputFolder] = process.argv.slice(2);
void executeNotebooks({
  notebooks: [notebook],
  outputFolder,
  env: { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' },
  timeoutSeconds: 600,
}).then((failures) => {
  if (failures.length > 0) throw new Error(failures[0]);
});
