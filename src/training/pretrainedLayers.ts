import type { NdArray } from '../data/ndArray';
import { UserError } from '../errors';
import type { Layer } from '../models/modelName';
import type { Network } from '../models/network';

/** The network with the first layers of its encoder as they were trained before, and frozen. */
export function withPretrainedLayers(
  network: Network,
  depth: Layer,
  weights: Readonly<Record<string, NdArray>>,
): Network {
  const isGiven = (name: string): boolean => Number(/^encoder(\d)\//.exec(name)?.[1]) <= depth;
  return {
    ...network,
    initialise: (neurons, seed) => {
      const { initial, trainable } = network.initialise(neurons, seed);
      const values = Object.entries(initial).map(([name, value]) => {
        if (isGiven(name) && weights[name] === undefined)
          throw new UserError(
            `The pretrained layers need ${name} of the network that was trained on all images: train that first.`,
          );
        return [name, isGiven(name) ? weights[name] : value] as const;
      });
      return {
        initial: Object.fromEntries(values),
        trainable: trainable.filter((name) => !isGiven(name)),
      };
    },
  };
}
