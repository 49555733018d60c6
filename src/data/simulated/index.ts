export { describeCalibration, recordedStatistics, type CalibrationRow } from './calibration';
export { IMAGE_SIDE, naturalImages } from './images';
export { regionParameters, type ImageStyle, type PopulationStyle, type RegionParameters } from './parameters';
export type { ResponseNoise } from './responseNoise';
export { participationRatio, signalCorrelation } from './sharedSignal';
export { simulateRegion, type SimulatedRegion } from './simulateRegion';
export { SIMULATION_VERSION, writeSimulatedDataset, type SimulationOptions } from './writeSimulatedDataset';
