import { createRequire } from 'node:module';

/** Path of the plotly.js file that the package was tested with; it needs a document and can't be imported in Node. */
export function plotlyScript(): string {
  return createRequire(__filename).resolve('plotly.js-dist/plotly.js');
}
