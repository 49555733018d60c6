import { tf } from '../backend/tensorflow';
import { textCell, type ResultTable, type TableCell } from '../figures/resultTable';
import { codebookLoss, commitmentLoss, quantized, straightThrough } from '../models/vectorQuantization';

/** An encoder's vector, a codebook of two entries, and what a decoder asks for: the plane is enough to see every gradient. */
const vector = [0.9, 0.4];
const codebook = [
  [1, 0],
  [-1, 0],
];
const target = [0.5, 0.8];

type Term = (z: tf.Tensor2D, codes: tf.Tensor2D) => tf.Tensor;

const squaredError = (decoded: tf.Tensor): tf.Tensor => tf.sum(tf.squaredDifference(decoded, tf.tensor2d([target])));

const terms: readonly { readonly name: string; readonly term: Term }[] = [
  { name: 'squared error, quantized only', term: (z, codes) => squaredError(quantized(z, codes)) },
  { name: 'squared error, straight-through', term: (z, codes) => squaredError(straightThrough(z, quantized(z, codes))) },
  { name: 'codebook term', term: (z, codes) => codebookLoss(z, quantized(z, codes)) },
  { name: 'commitment term', term: (z, codes) => commitmentLoss(z, quantized(z, codes)) },
];

function pair(values: ArrayLike<number>): TableCell {
  return textCell(`(${[values[0], values[1]].map((value) => (Math.abs(value) < 5e-7 ? 0 : value).toFixed(2).replace('-', '\u2212')).join(', ')})`);
}

function row(name: string, term: Term): TableCell[] {
  const gradients = tf.tidy(() => {
    const loss = (z: tf.Tensor, codes: tf.Tensor): tf.Tensor => term(z as tf.Tensor2D, codes as tf.Tensor2D);
    return tf.grads(loss)([tf.tensor2d([vector]), tf.tensor2d(codebook)]);
  });
  const [ofVector, ofCodes] = gradients.map((gradient) => gradient.dataSync());
  tf.dispose(gradients);
  return [textCell(name), pair(ofVector), pair(ofCodes.slice(0, 2)), pair(ofCodes.slice(2, 4))];
}

/** The gradients of every term of the VQ-VAE's loss for one vector and two entries, computed by the functions that train. */
export function straightThroughGradients(): ResultTable {
  return {
    item: 'straight-through',
    title: 'Who is moved by which term',
    caption: `Encoder's vector (${vector.join(', ')}), entries (${codebook.map((entry) => entry.join(', ')).join(') and (')}), decoder without weights, target (${target.join(', ')}). Nothing in this table was measured.`,
    columns: [
      { heading: 'Term' },
      { group: 'gradient of', heading: "the encoder's vector" },
      { group: 'gradient of', heading: 'the nearest entry' },
      { group: 'gradient of', heading: 'the other entry' },
    ],
    rows: terms.map(({ name, term }) => row(name, term)),
    notes: ['The commitment term is shown without its weight. A step goes against the gradient.'],
  };
}
