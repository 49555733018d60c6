/** Colours that stay distinct under the common colour-vision deficiencies (Okabe and Ito 2008). */
export const palette = {
  black: '#000000',
  orange: '#E69F00',
  skyBlue: '#56B4E9',
  green: '#009E73',
  blue: '#0072B2',
  vermillion: '#D55E00',
  purple: '#CC79A7',
  grey: '#7F7F7F',
} as const;

/** The palette in the order in which series take their colours. */
export const seriesColours: readonly string[] = (
  ['blue', 'vermillion', 'green', 'orange', 'purple', 'skyBlue', 'black', 'grey'] as const
).map((name) => palette[name]);

/** One colour for one kind of model, the same in every figure. */
const ofModels: readonly (readonly [RegExp, string])[] = [
  [/^CAE-FR\d?\b.*regularised/, '#F2A27C'],
  // Fig. 4: the readings that are compared with each other have their models' colours, the others
  // lighter ones.
  [/^CAE, unfitted/, palette.skyBlue],
  [/^CAE-FR, as trained/, '#F0A87A'],
  [/^CAE-FR/, palette.vermillion],
  [/^CAE-FC/, '#B06A00'],
  [/^CAE-FM/, '#8C1D40'],
  [/^CAE\b.*regularised/, palette.skyBlue],
  [/^CAE\b/, palette.blue],
  [/^CNN-FR/, palette.green],
  [/^CNN-FC/, '#6BBF59'],
  [/^CNN-FM/, '#00695C'],
  [/^VQ-VAE-/, '#B58900'],
  [/^VQ-VAE/, palette.orange],
  [/^VAE-/, '#8E44AD'],
  [/^VAE/, palette.purple],
  [/^(PCA|DCT|LN(?!-)|STA|mean)/, palette.grey],
  [/^(printed|original|responses|ceiling)/, palette.black],
];

/** The layers of one model differ in lightness: layer 1 is the palest. */
function shaded(colour: string, layer: number): string {
  const white = 0.15 * (4 - layer);
  return colour.replace(/[0-9A-F]{2}/g, (channel) => {
    const value = parseInt(channel, 16);
    return Math.round(value + (255 - value) * white)
      .toString(16)
      .padStart(2, '0');
  });
}

/**
 * The colour of a series by its name.
 * @param index takes one of the general colours for a name that is no model.
 * @example colourOf('CAE') // => '#0072B2'
 */
export function colourOf(name: string, index = 0): string {
  const colour = ofModels.find(([pattern]) => pattern.test(name))?.[1];
  const layer = /-F[RCM]([1-4])/.exec(name)?.[1];
  return colour === undefined
    ? seriesColours[index % seriesColours.length]
    : shaded(colour, Number(layer ?? 4));
}

/** One colour for one verdict, wherever it is shown: tables, figures, page. */
const ofVerdicts: readonly (readonly [kind: string, colour: string])[] = [
  ['holds', palette.green],
  ['reversed', palette.vermillion],
  ['no relevant difference', palette.blue],
  ['undecided', palette.grey],
  ['not tested', '#C4C4C4'],
  ['not manipulated', palette.orange],
];

/** The kinds of verdict, in the order in which a reader wants to hear of them. */
export const verdictKinds: readonly string[] = ofVerdicts.map(([kind]) => kind);

/**
 * The kind of a verdict, which may say more about itself in brackets.
 * @returns undefined for what is no verdict
 * @example verdictKind('not tested (3 seeds)') // => 'not tested'
 */
export function verdictKind(verdict: string): string | undefined {
  return verdictKinds.find((kind) => verdict === kind || verdict.startsWith(`${kind} (`));
}

/**
 * The colour of a verdict; undefined for what is none.
 * @example verdictColour('holds') // => '#009E73'
 */
export function verdictColour(verdict: string): string | undefined {
  return ofVerdicts.find(([kind]) => kind === verdictKind(verdict))?.[1];
}
