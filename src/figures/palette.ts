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
export const seriesColours: readonly string[] = [
  palette.blue,
  palette.vermillion,
  palette.green,
  palette.orange,
  palette.purple,
  palette.skyBlue,
  palette.black,
  palette.grey,
];
