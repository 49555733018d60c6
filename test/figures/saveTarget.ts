import type { SaveTarget } from '../../src/figures/save';

/** Where a test saves: as a reproduction of made-up data would. */
export function saveTarget(outputFolder: string, data = 'made up'): SaveTarget {
  return {
    outputFolder,
    origin: { data, weights: null, preset: 'quick', seeds: 1, fromRecords: false },
    dashesOf: (item, rows) => `${rows} not run: npm run reproduce -- --only ${item}`,
  };
}
