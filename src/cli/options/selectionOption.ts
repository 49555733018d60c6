import { Option } from 'commander';
import type { SelectionRule } from '../../paper/neuronSelection';

/** How Table 3 chooses its significant neurons. */
export function selectionOption(): Option {
  return new Option('--selection <how>', 'significant neurons of table3: by rank on validation images, or those of the test images, as the paper does')
    .choices(['rank', 'test-images'])
    .default('rank');
}

/** What the option means; the words of a command line have no spaces. */
export function selectionRule(option: string | undefined): SelectionRule {
  return option === 'test-images' ? 'test images' : 'rank';
}
