// The package has a CommonJS build, but its types are ES modules only, which TypeScript refuses to a CommonJS package.
declare module 'simple-statistics' {
  export function linearRegression(points: readonly (readonly [number, number])[]): { readonly m: number; readonly b: number };
  export function mean(values: readonly number[]): number;
  export function median(values: readonly number[]): number;
  export function quantile(values: readonly number[], probability: number): number;
  export function sampleCorrelation(x: readonly number[], y: readonly number[]): number;
  export function sampleStandardDeviation(values: readonly number[]): number;
  export function sampleVariance(values: readonly number[]): number;
  export function standardDeviation(values: readonly number[]): number;
  export function sum(values: readonly number[]): number;
}

// It has no types of its own; the part that is used.
declare module 'libsvm-js' {
  export interface SupportVectorMachine {
    train(samples: readonly ArrayLike<number>[], labels: readonly number[]): void;
    predict(samples: readonly ArrayLike<number>[]): number[];
    getSVIndices(): number[];
    free(): void;
  }
  interface SupportVectorMachines {
    new (options: { kernel: string; type: string; cost: number; epsilon: number; quiet: boolean; cacheSize: number }): SupportVectorMachine;
    readonly SVM_TYPES: { readonly EPSILON_SVR: string };
    readonly KERNEL_TYPES: { readonly PRECOMPUTED: string };
  }
  const loaded: Promise<SupportVectorMachines>;
  export default loaded;
}
