const exampleCount = 10;

/** Which test images a record keeps as pictures: ten, evenly spaced, the same for every run; all where there are fewer. */
export function exampleIndices(testImages: number): number[] {
  const count = Math.min(exampleCount, testImages);
  return Array.from({ length: count }, (_, index) => Math.floor((index * testImages) / count));
}
