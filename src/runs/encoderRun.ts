import type { RunSpecification } from './specification';

/** The run on whose frozen encoder a run builds; undefined for one that trains its whole network. */
export function encoderRun({ frozenEncoder, ...run }: RunSpecification): RunSpecification | undefined {
  return (
    frozenEncoder && {
      ...run,
      readout: frozenEncoder.readout,
      layer: frozenEncoder.layer,
      task: 'IR',
      neurons: 'all',
      hyperparameters: frozenEncoder.hyperparameters,
    }
  );
}
