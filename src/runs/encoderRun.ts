import type { RunSpecification } from './specification';

/** The autoencoder's run on whose frozen encoder a run builds; undefined for one that trains its whole network. */
export function encoderRun({ frozenEncoder, ...run }: RunSpecification): RunSpecification | undefined {
  return (
    frozenEncoder && { ...run, readout: null, layer: null, task: 'IR', neurons: 'all', hyperparameters: frozenEncoder.hyperparameters }
  );
}
