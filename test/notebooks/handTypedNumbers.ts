/**
 * The rule: a number in a notebook's Markdown is a setting of the method or a name, never a result.
 * Results are printed by cells. What is not prose is taken out first; a number that is left has to
 * be on this list.
 */
const settings: Readonly<Record<string, string>> = {
  '0': 'a bound, a constant prediction',
  '1': 'the scale [-1, 1]',
  '2': 'the data range',
  '1,000': 'the draws of a bootstrap',
  '10': 'the test images of a figure',
  '32': 'the size of the images',
  '50': 'the test images of a region',
  '64': 'the cosines of DCT-64',
  '95': 'the confidence of intervals',
  '100': 'the numbers of the code',
};

const notProse: readonly RegExp[] = [
  /```[\s\S]*?```/g, // code
  /`[^`]*`/g,
  /\$\$[\s\S]*?\$\$/g, // formulas
  /\$[^$]*\$/g,
  /\]\([^)]*\)/g, // targets of links
  /<[^>]*>/g,
  // Names of items.
  /\b(?:App\. )?(?:Fig|Table|Eq|Sec|region|layer|notebook|exercise|claim)s?\.? \d+(?:\.\d+)?(?:(?:, | to | and |,)\d+)*/gi,
  // Names of models, baselines, areas.
  /\b(?:CAE|CNN|VAE|VQ-VAE|PCA|DCT|FR|FC|FM|V|h_?|L)-?(?:FR|FC|FM)?\d+\b/g,
  /\b(?:1[89]|20)\d\d\b/g, // years
  /^#+ \d+[.)]? .*$/gm, // headings of numbered sections
  /^#+ \d\d[a-z]? · .*$/gm,
  /\b\d\d[a-z]? · /g, // titles of notebooks
];

/** The numbers in a piece of Markdown that look like results. */
export function handTypedNumbers(markdown: string): readonly string[] {
  const prose = notProse.reduce((text, pattern) => text.replace(pattern, ' '), markdown);
  const numbers = prose.match(/(?:\d+(?:[.,]\d+)*|\.\d+)\s*%?/g) ?? [];
  return numbers
    .map((number) => number.trim())
    .filter((number) => !(number.replace(/\s*%$/, '') in settings));
}
