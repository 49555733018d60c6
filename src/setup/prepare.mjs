import { wantedBackend } from './backend.mjs';
import { withSetupLock } from './lock.mjs';
import { say, timed } from './messages.mjs';
import * as build from './steps/libraryBuild.mjs';
import * as nativeTensorFlow from './steps/nativeTensorFlow.mjs';
import * as notebookKernel from './steps/notebookKernel.mjs';
import * as npmDependencies from './steps/npmDependencies.mjs';
import {
  labEnvironment,
  pythonEnvironment,
  snakemakeEnvironment,
} from './steps/pythonEnvironment.mjs';

/**
 * Every step of the set-up, in order. A step has `title`, `expectation()` (size and time, in
 * words), `isCurrent()` (its result is there and made from today's inputs) and `run()`, which makes
 * it and may return a remark. A step that not every machine can do has `forgo()`: it notes that
 * this one does without and says why and what then; undefined where the step can be done.
 */
export const steps = {
  npmDependencies,
  pythonEnvironment,
  nativeTensorFlow,
  notebookKernel,
  build,
  labEnvironment,
  snakemakeEnvironment,
};

/** What every command needs. */
export const usual = [
  'npmDependencies',
  'pythonEnvironment',
  'nativeTensorFlow',
  'notebookKernel',
  'build',
];

/** Runs those of the named steps whose result is missing or out of date. */
export async function prepare(names = usual) {
  // A name that is wrong is refused before anything is installed.
  wantedBackend();
  if (names.every((name) => steps[name].isCurrent())) return;
  await withSetupLock(async () => {
    for (const name of names) {
      const { title, expectation, isCurrent, forgo, run } = steps[name];
      if (isCurrent()) continue;
      const forgone = forgo?.();
      if (forgone === undefined) await timed(title, expectation(), run);
      else say(`${title}: ${forgone}`);
    }
  });
}
