import { Option } from 'commander';

export function presetOption(): Option {
  return new Option('--preset <name>', 'smoke: proves that everything runs; quick: 1000 steps; paper: the full protocol')
    .choices(['smoke', 'quick', 'paper'])
    .default('quick');
}
