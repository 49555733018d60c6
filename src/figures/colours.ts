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
