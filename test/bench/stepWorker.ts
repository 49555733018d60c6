// A process of `npm run bench`: trains one model on random data and answers as peers/serve.py
// tells. usage: stepWorker MODEL BATCH graph|eager
import { createInterface } from 'node:readline';
import { createParameterStore } from '../../src/backend/parameterStore';
import { type Execution, repeatStep } from '../../src/backend/recordedStep';
import { tf } from '../../src/backend/tensorflow';
import { ndArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import { UserError } from '../../src/errors';
import { parseModelName } from '../../src/models/modelName';
import { createNetwork } from '../../src/models/network';
import { createNoise } from '../../src/models/forwardPass';
import { placeholderNeurons } from '../placeholderNeurons';
import { computeDevice } from '../../src/runs/trainer';
import { fittedNetwork } from '../../src/training/evaluate';
import type { Hyperparameters } from '../../src/training/training';
import { trainingStep } from '../../src/training/trainingStep';
import { arithmeticOf } from './arithmetic';
import { matrixSide, spreadOf } from './measurement';

/** Region 1 of the recordings. */
const neurons = 103;

/** Every weight above 0, so that every term of the loss is computed. */
const hyperparameters: Hyperparameters = {
  alpha: 1,
  beta: 1,
  readoutSparsity: 0.001,
  activationSparsity: 0.1,
  sparseLayer: 2,
  learningRate: 0.001,
  batchSize: 0,
  patience: 0,
  validationInterval: 0,
  maxSteps: 0,
  stages: 2,
  augmentation: 'none',
  weightDecay: 0,
};

const random = createRandom(1, 'bench');

function uniform(count: number, from: number, to: number): Float32Array {
  return Float32Array.from({ length: count }, () => from + (to - from) * random.uniform());
}

function elapsed(run: () => void): number {
  const startedAt = performance.now();
  run();
  return performance.now() - startedAt;
}

/** Those of repeated steps. */
function openSessions(): number {
  const backend = tf.backend() as { readonly getNumOfSavedModels?: () => number };
  return backend.getNumOfSavedModels?.() ?? 0;
}

async function serve(modelName: string, batch: number, execution: Execution): Promise<void> {
  const network = createNetwork(parseModelName(modelName));
  const { initial, trainable } = network.initialise(placeholderNeurons(neurons), 1);
  const store = createParameterStore(initial, trainable);
  const images = tf.tensor4d(uniform(batch * 1024, -1, 1), [batch, 32, 32, 1]);
  const responses = tf.tensor2d(uniform(batch * neurons, 0, 3), [batch, neurons]);
  const noise = createNoise(1);
  const trainOnce = (): tf.Scalar =>
    tf.tidy(() =>
      trainingStep(
        network,
        store,
        { images, responses },
        hyperparameters,
        hyperparameters.learningRate,
        noise,
      ),
    );
  let repeated = repeatStep(trainOnce, execution);
  const step = (): void => {
    const loss = repeated.run();
    loss.dataSync();
    loss.dispose();
  };
  step();
  const { backend, libraries } = await computeDevice();
  const { 'tfjs-core': tfjs, tensorflow } = libraries;
  const computing = tensorflow === undefined ? backend : `TensorFlow ${tensorflow}`;
  process.stdout.write(`${JSON.stringify({ library: `tfjs ${tfjs}, ${computing}` })}\n`);

  let processorMs = Number.NaN;
  const matrix = tf.tensor2d(uniform(matrixSide ** 2, -1, 1), [matrixSide, matrixSide]);
  const answers: Readonly<Record<string, (count: number) => number | Promise<number>>> = {
    steps: (count) => {
      const before = process.cpuUsage();
      const { median } = spreadOf(Array.from({ length: count }, () => elapsed(step)));
      const { user, system } = process.cpuUsage(before);
      processorMs = (user + system) / 1000 / count;
      return median;
    },
    processor: () => processorMs,
    images: (count) => {
      const shown = ndArray([count, 32, 32, 1], uniform(count * 1024, -1, 1));
      repeated.synchronise();
      const weights = store.download();
      const model = fittedNetwork(network, weights);
      return elapsed(() => {
        model.reconstruct?.(shown);
        model.predict?.(shown);
      });
    },
    peak: () => process.resourceUsage().maxRSS / 1024,
    leak: (count) => {
      repeated.dispose();
      const before = tf.memory().numTensors + openSessions();
      repeated = repeatStep(trainOnce, execution);
      for (let done = 0; done < count; done++) step();
      repeated.dispose();
      const after = tf.memory().numTensors + openSessions();
      repeated = repeatStep(trainOnce, execution);
      return after - before;
    },
    product: (count) => {
      const multiply = (): void => {
        const product = tf.matMul(matrix, matrix);
        product.dataSync();
        product.dispose();
      };
      return spreadOf(Array.from({ length: count }, () => elapsed(multiply))).median;
    },
    arithmetic: () => arithmeticOf(() => trainOnce().dispose()),
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const [request, count] = line.split(' ');
    process.stdout.write(`${JSON.stringify(await answers[request](Number(count)))}\n`);
  }
}

serve(process.argv[2], Number(process.argv[3]), process.argv[4] as Execution).catch(
  (error: unknown) => {
    process.stderr.write(`${error instanceof UserError ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
