import { tf } from '../backend/tensorflow';
import { computeArray } from '../backend/tensorTransfer';
import { sizeOf, type NdArray } from '../data/ndArray';

/** Pixels a period, of 32 a side. */
const WAVELENGTHS = [3, 4.5, 7, 11, 16] as const;
const ORIENTATIONS = 8;
/** Deviation of the envelope over the wavelength: a band of about one octave. */
const ENVELOPE = 0.5;
/** Energies are averaged to so many places a side. */
const GRID = 8;

/** Even and odd Gabor filters of one wavelength, [side, side, 1, 2 * orientations]. */
function filtersOf(wavelength: number): NdArray {
  const reach = Math.min(15, Math.ceil(2.5 * ENVELOPE * wavelength));
  const side = 2 * reach + 1;
  const channels = 2 * ORIENTATIONS;
  const values = new Float32Array(side * side * channels);
  for (let channel = 0; channel < channels; channel++) {
    const angle = (Math.PI * (channel % ORIENTATIONS)) / ORIENTATIONS;
    const at = (place: number): { readonly envelope: number; readonly phase: number } => {
      const [y, x] = [Math.floor(place / side) - reach, (place % side) - reach];
      const along = x * Math.cos(angle) + y * Math.sin(angle);
      return {
        envelope: Math.exp(-(x * x + y * y) / (2 * (ENVELOPE * wavelength) ** 2)),
        phase: (2 * Math.PI * along) / wavelength - (channel < ORIENTATIONS ? 0 : Math.PI / 2),
      };
    };
    const places = Array.from({ length: side * side }, (_, place) => at(place));
    const mass = places.reduce((sum, { envelope }) => sum + envelope, 0);
    // Without it an even filter would answer to uniform grey.
    const constant =
      places.reduce((sum, { envelope, phase }) => sum + envelope * Math.cos(phase), 0) / mass;
    places.forEach(({ envelope, phase }, place) => {
      values[place * channels + channel] = (envelope * (Math.cos(phase) - constant)) / mass;
    });
  }
  return { shape: [side, side, 1, channels], values };
}

/**
 * Energies of Gabor filters in five sizes and eight orientations: the root of the summed squares of
 * an even and an odd filter, as of a complex cell (Adelson & Bergen 1985), averaged to 8 x 8
 * places; the pixels' mean is not among them.
 * @param images [N, 32, 32, 1]
 * @returns [N, 8, 8, 40], to be read linearly: `fitRidgeReadout`
 */
export function gaborEnergies(images: NdArray): NdArray {
  const [count, side] = images.shape;
  const banks = WAVELENGTHS.map(filtersOf);
  const batch = 100;
  const values = new Float32Array(count * GRID * GRID * ORIENTATIONS * WAVELENGTHS.length);
  const size = sizeOf(images.shape.slice(1));
  for (let first = 0; first < count; first += batch) {
    const part = images.values.slice(first * size, (first + batch) * size);
    const energies = computeArray(() => {
      const x = tf.tensor4d(part, [part.length / size, side, side, 1]);
      const ofBanks = banks.map((bank) => {
        const filters = tf.tensor4d(bank.values, bank.shape as [number, number, number, number]);
        const [even, odd] = tf.split(tf.conv2d(x, filters, 1, 'same'), 2, 3);
        const energy = tf.sqrt(tf.add(tf.square(even), tf.square(odd))) as tf.Tensor4D;
        return tf.avgPool(energy, side / GRID, side / GRID, 'valid');
      });
      return tf.concat(ofBanks, 3);
    });
    values.set(energies.values, first * sizeOf(energies.shape.slice(1)));
  }
  return { shape: [count, GRID, GRID, ORIENTATIONS * WAVELENGTHS.length], values };
}
