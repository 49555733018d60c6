import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { readDrawing } from '../../src/figures/show';
import { createNetwork } from '../../src/models/network';
import { parseModelName } from '../../src/models/modelName';

const { svg } = readDrawing(path.join(__dirname, '..', '..', 'notebooks', 'figure1.svg'));

/** Layers with weights of a network, by what its weights are called. */
function layersOf(model: string, names: RegExp): number {
  const neuron = {
    meanResponses: Float32Array.of(1),
    receptiveFieldCentres: () => [[16, 16]] as const,
  };
  const { trainable } = createNetwork(parseModelName(model)).initialise(neuron, 1);
  return new Set(trainable.map((name) => name.split('/')[0]).filter((name) => names.test(name)))
    .size;
}

for (const [panel, model] of Object.entries({ dae: 'CAE', cnn: 'CNN-FR2', 'dae-nr': 'CAE-FR2' })) {
  test(`Fig. 1, ${panel}: a box for every layer of the encoder and of the decoder that ${model} has`, () => {
    const drawn = svg.split(`<g class="${panel}">`)[1].split('</g>')[0];
    const boxes = (kind: string): number => drawn.split(`class="${kind}"`).length - 1;
    assert.equal(boxes('encoder'), layersOf(model, /^encoder/));
    assert.equal(boxes('decoder'), layersOf(model, /^(expansion|decoder|output)/));
  });
}
