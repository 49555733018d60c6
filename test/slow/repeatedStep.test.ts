import { test } from 'node:test';
import { nativeBackend } from '../../src/backend/nativeOps';
import { compareGraphWithEager, trainings } from '../training/graphAndEager';

const skip = nativeBackend() === undefined && 'only native TensorFlow runs graphs';

for (const name of Object.keys(trainings)) {
  test(`200 steps as graphs give the same weights as 200 eager ones: ${name}`, { skip }, () =>
    compareGraphWithEager(name, 200),
  );
}
