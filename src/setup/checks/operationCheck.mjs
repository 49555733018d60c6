import path from 'node:path';
import { bindingHash } from '../binding.mjs';
import { inRoot } from '../project.mjs';
import { ProcessFailure, runProcess } from '../runProcess.mjs';
import { SetupError } from '../setupError.mjs';
import { hashOf, readStamp, writeStamp } from '../stamp.mjs';

const stampFile = (library) => path.join(library.folder, 'operations.stamp');
const currentStamp = (library) => hashOf(bindingHash(library), process.version);

export const isChecked = (library) => readStamp(stampFile(library)) === currentStamp(library);

/**
 * Compares every operation the library leans on with the pure JavaScript backend, in a process of
 * its own: a binding that does not fit its library crashes rather than throws.
 * @returns a remark such as '31 operations agree with the cpu backend'
 * @throws SetupError naming the operations that differ
 */
export async function checkOperations(library) {
  const script = inRoot('src/setup/checks/compareOperations.mjs');
  let answer;
  try {
    answer = await runProcess(process.execPath, [script], { env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' } });
  } catch (failure) {
    if (!(failure instanceof ProcessFailure)) throw failure;
    throw new SetupError(
      'The compiled TensorFlow binding does not load or crashes: run "npm run clean" and the command again, and report what follows if it stays.',
      failure.output.trimEnd().split('\n').slice(-15).join('\n'),
    );
  }
  const operations = JSON.parse(answer);
  const wrong = operations.filter(({ agrees }) => !agrees);
  if (wrong.length > 0) {
    throw new SetupError(
      `Native TensorFlow computes ${wrong.length} of ${operations.length} operations otherwise than the cpu backend, so it is not used:`,
      wrong.map(({ name, error }) => `${name}: largest difference ${error}`).join('\n'),
    );
  }
  writeStamp(stampFile(library), currentStamp(library));
  return `${operations.length} operations agree with the cpu backend`;
}
