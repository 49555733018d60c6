import { Option } from 'commander';
import { maxSteps } from '../../paper/hyperparameters';

export function presetOption(): Option {
  return new Option('--preset <name>', `smoke: proves that everything runs; quick: ${maxSteps.quick} steps; paper: the full protocol`)
    .choices(['smoke', 'quick', 'paper'])
    .default('quick');
}
