// It has no types of its own; the part that is used.
declare module 'libsvm-js' {
  export interface SupportVectorMachine {
    train(samples: readonly ArrayLike<number>[], labels: readonly number[]): void;
    predict(samples: readonly ArrayLike<number>[]): number[];
    getSVIndices(): number[];
    serializeModel(): string;
    free(): void;
  }
  interface SupportVectorMachines {
    new (options: {
      kernel: string;
      type: string;
      cost: number;
      epsilon: number;
      quiet: boolean;
      cacheSize: number;
    }): SupportVectorMachine;
    readonly SVM_TYPES: { readonly EPSILON_SVR: string };
    readonly KERNEL_TYPES: { readonly PRECOMPUTED: string };
  }
  const loaded: Promise<SupportVectorMachines>;
  export default loaded;
}
