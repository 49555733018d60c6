import { tf } from '../../src/backend/tensorflow';
import { sizeOf } from '../../src/data/ndArray';

type Shape = readonly number[];

/** Multiplications of a convolution: every number of the side with all channels, times a filter. */
const ofConvolution = (filter: Shape, side: Shape): number =>
  (sizeOf(filter) * sizeOf(side)) / filter[3];

/** Multiplications of [m, k] x [k, n], either of them transposed or not, or of b such products. */
const ofProduct = ([left, right]: readonly Shape[], [result]: readonly Shape[]): number =>
  Math.sqrt((sizeOf(left) * sizeOf(right) * sizeOf(result)) / (result.length > 2 ? result[0] : 1));

const multiplications: Readonly<
  Record<string, (inputs: readonly Shape[], outputs: readonly Shape[]) => number>
> = {
  Conv2D: ([, filter], [result]) => ofConvolution(filter, result),
  Conv2DBackpropInput: ([gradient, filter]) => ofConvolution(filter, gradient),
  Conv2DBackpropFilter: ([, gradient], [filter]) => ofConvolution(filter, gradient),
  BatchMatMul: ofProduct,
  _FusedMatMul: ofProduct,
};

/**
 * Multiplications and additions, in 1e9, in the convolutions and matrix products that are computed;
 * everything else in a step is little beside them.
 */
export async function arithmeticOf(compute: () => void): Promise<number> {
  const { kernels } = await tf.profile(() => {
    compute();
    return [];
  });
  const counts = kernels.map(
    ({ name, inputShapes, outputShapes }) =>
      multiplications[name]?.(inputShapes as Shape[], outputShapes as Shape[]) ?? 0,
  );
  return (2 * counts.reduce((sum, count) => sum + count, 0)) / 1e9;
}
