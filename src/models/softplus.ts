/** The number whose softplus is `value`; values near 0 are floored because softplus never reaches it. */
export function inverseSoftplus(value: number): number {
  const positive = Math.max(value, 1e-3);
  // log(e^x - 1), written so that large values do not overflow.
  return positive + Math.log(-Math.expm1(-positive));
}
