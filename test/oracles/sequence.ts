/**
 * Deterministic numbers that `test/oracles/sequence.py` makes too, so that inputs need not be
 * stored.
 * @returns `count` single-precision numbers in [-1, 1) without visible order
 */
export function sequence(count: number, phase: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => {
    const scrambled = Math.sin(12.9898 * (index + 1) + phase) * 43758.5453;
    return 2 * (scrambled - Math.floor(scrambled)) - 1;
  });
}
