// A process of its own: trains the models named by its arguments for some steps on whatever backend
// it gets and prints what happened as JSON.
import { DataFrame } from 'danfojs-node';
import { createParameterStore } from '../../src/backend/parameterStore';
import { tf } from '../../src/backend/tensorflow';
import { createNetwork } from '../../src/models/network';
import { placeholderNeurons } from '../placeholderNeurons';
import { parseModelName } from '../../src/models/modelName';
import { createNoise } from '../../src/models/forwardPass';
import { trainingStep } from '../../src/training/trainingStep';
import { tinyHyperparameters, tinyRegion } from '../tinyRegion';

const steps = 6;
const { trainingImages, trainingResponses } = tinyRegion({ images: 8 });
const images = tf.tensor4d(
  trainingImages.values,
  trainingImages.shape as [number, number, number, number],
);
const responses = tf.tensor2d(
  trainingResponses.values,
  trainingResponses.shape as [number, number],
);

function train(model: string): { readonly losses: number[]; readonly tensors: number[] } {
  const network = createNetwork(parseModelName(model));
  const { initial, trainable } = network.initialise(placeholderNeurons(3), 1);
  const store = createParameterStore(initial, trainable);
  const noise = createNoise(1);
  const losses: number[] = [];
  const tensors: number[] = [];
  for (let step = 0; step < steps; step++) {
    losses.push(
      tf.tidy(
        () =>
          trainingStep(
            network,
            store,
            { images, responses },
            tinyHyperparameters,
            tinyHyperparameters.learningRate,
            noise,
          ).dataSync()[0],
      ),
    );
    tensors.push(tf.memory().numTensors);
  }
  store.dispose();
  return { losses, tensors };
}

const trained = Object.fromEntries(process.argv.slice(2).map((model) => [model, train(model)]));
const { sharedObjects } = process.report.getReport() as unknown as {
  readonly sharedObjects: readonly string[];
};
process.stdout.write(
  JSON.stringify({
    backend: tf.getBackend(),
    trained,
    nativeLibraries: sharedObjects.filter((file) => file.includes('tensorflow')).length,
    danfoMean: new DataFrame(
      [
        [1, 2],
        [3, 6],
      ],
      { columns: ['a', 'b'] },
    )['b'].mean(),
  }),
);
