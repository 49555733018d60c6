import { executeNotebook } from '../../src/notebooks/executeNotebook';

/** Executes a notebook headless: `notebookProcess.ts NOTEBOOK OUTPUT`. */
const [notebook, output] = process.argv.slice(2);
void executeNotebook({ notebook, output, env: { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' }, timeoutSeconds: 600 });
