import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../errors';

/** A drawing that somebody made, not a plot of data: shown and saved as it is. */
export interface SvgDrawing {
  readonly svg: string;
}

const elements = /^(svg|g|title|desc|defs|marker|linearGradient|stop|path|rect|circle|ellipse|line|polyline|polygon|text|tspan)$/;
// Presentation and geometry. Nothing that loads or runs: no href, no style, no handlers.
const attributes = /^(xmlns|viewBox|width|height|x|y|x1|y1|x2|y2|dx|dy|cx|cy|r|rx|ry|d|points|transform|id|class|role|orient|refX|refY|markerWidth|markerHeight|marker-(start|mid|end)|offset|stop-color|fill|fill-opacity|opacity|stroke|stroke-[a-z]+|font-[a-z]+|text-anchor|baseline-shift|dominant-baseline)$/;
const tag = /<\/?([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*\/?>/g;

/** What an SVG holds that a drawing does not need, and that a page could run or load; undefined for a plain drawing. */
function foreignPart(svg: string): string | undefined {
  for (const [, element, given] of svg.matchAll(tag)) {
    if (!elements.test(element)) return `the element ${element}`;
    for (const [, name, value] of given.matchAll(/([\w:-]+)="([^"]*)"/g)) {
      if (!attributes.test(name)) return `the attribute ${name}`;
      if (/url\((?!#[\w-]+\))/.test(value)) return `a reference to ${value}`;
    }
  }
  // Every `<` has to belong to a tag that was looked at.
  return svg.replace(tag, '').includes('<') ? 'something other than plain tags, such as a comment or a document type' : undefined;
}

/**
 * A drawing from the text of an SVG, of shapes, texts and arrowheads only.
 * @throws UserError for a text that is no SVG, or holds scripts, styles, links or anything else that a page could run or load
 */
export function svgDrawing(svg: string): SvgDrawing {
  if (!/^\s*<svg\s/.test(svg) || !/<\/svg>\s*$/.test(svg)) throw new UserError('A drawing has to be an SVG: a text from <svg ...> to </svg>.');
  const foreign = foreignPart(svg);
  if (foreign !== undefined) throw new UserError(`A drawing may hold shapes and texts only, but this SVG has ${foreign}.`);
  return { svg };
}

/**
 * Reads a drawing from an SVG file.
 * @param file relative to the notebook
 * @throws UserError when the file is missing, or holds more than shapes and texts
 */
export function readDrawing(file: string): SvgDrawing {
  if (!existsSync(file)) throw new UserError(`There is no drawing ${file} beside the notebook.`);
  return svgDrawing(readFileSync(file, 'utf8'));
}
