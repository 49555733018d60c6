/** Newton steps; the loss is convex and two-dimensional. */
const NEWTON_STEPS = 30;
/** Keeps the 2 x 2 curvature invertible where the linear drive hardly varies. */
const DAMPING = 1e-6;

/** log(1 + exp(input)) without overflow. */
export const softplus = (input: number): number =>
  Math.max(input, 0) + Math.log1p(Math.exp(-Math.abs(input)));
const logistic = (input: number): number => 1 / (1 + Math.exp(-input));

/**
 * Slope and offset of softplus(slope * drive + offset) with the least Poisson loss, by damped
 * Newton steps from a constant.
 */
export function fitOutputNonlinearity(
  drive: ArrayLike<number>,
  responses: ArrayLike<number>,
): { readonly slope: number; readonly offset: number } {
  const count = drive.length;
  let mean = 0;
  for (let image = 0; image < count; image++) mean += responses[image] / count;
  const loss = (slope: number, offset: number): number => {
    let sum = 0;
    for (let image = 0; image < count; image++) {
      const rate = Math.max(softplus(slope * drive[image] + offset), 1e-12);
      sum += rate - responses[image] * Math.log(rate);
    }
    return sum / count;
  };
  let [slope, offset] = [0, Math.log(Math.expm1(Math.max(mean, 1e-3)))];
  let current = loss(slope, offset);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let [gradientSlope, gradientOffset, curveSlope, curveBoth, curveOffset] = [
      0,
      0,
      DAMPING,
      0,
      DAMPING,
    ];
    for (let image = 0; image < count; image++) {
      const input = slope * drive[image] + offset;
      const rate = Math.max(softplus(input), 1e-12);
      const derivative = logistic(input);
      const gradient = derivative * (1 - responses[image] / rate);
      // Expected (Fisher) curvature: never negative, unlike the observed one far from the optimum.
      const curvature = (derivative * derivative) / rate;
      gradientSlope += (gradient * drive[image]) / count;
      gradientOffset += gradient / count;
      curveSlope += (curvature * drive[image] ** 2) / count;
      curveBoth += (curvature * drive[image]) / count;
      curveOffset += curvature / count;
    }
    const determinant = curveSlope * curveOffset - curveBoth ** 2;
    const slopeStep = (curveOffset * gradientSlope - curveBoth * gradientOffset) / determinant;
    const offsetStep = (curveSlope * gradientOffset - curveBoth * gradientSlope) / determinant;
    let scale = 1;
    while (
      scale > 1e-4 &&
      !(loss(slope - scale * slopeStep, offset - scale * offsetStep) <= current)
    )
      scale /= 2;
    if (scale <= 1e-4) break;
    slope -= scale * slopeStep;
    offset -= scale * offsetStep;
    current = loss(slope, offset);
  }
  return { slope, offset };
}
