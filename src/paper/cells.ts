import { layers, readoutNames, type Layer } from '../models/modelName';
import type { RunRecord } from '../runs/record';
import type { RunSpecification } from '../runs/specification';
import type { Task } from '../training/training';
import type { Variation } from './hyperparameters';
import { disjointGroups, neuronGroups, type DisjointGroup, type NeuronGroup } from './neuronGroups';
import { specify, type Cell, type Plan } from './specify';

/** Finds the record of a specification, or tells that there is none. */
export type RecordLookup = (specification: RunSpecification) => RunRecord | undefined;

/**
 * Sessions of cowley2023 whose pairs are judged: the one whose single trials are there, which the
 * notebooks look at most, and photographs with the most repeats. The others have the main pairs.
 */
const headlineSessions: readonly number[] = [210325, 201025];

/** Where primary contrasts are made: the headline sessions, or all regions of data without them. */
export function headlineRegions({ regions }: Pick<Plan, 'regions'>): readonly number[] {
  const sessions = regions.filter((region) => headlineSessions.includes(region));
  return sessions.length > 0 ? sessions : regions;
}

/**
 * Region 3, where the paper's effect is largest, or the first headline session, or the first
 * region.
 */
export function focusRegion({ regions }: Pick<Plan, 'regions'>): number {
  return [3, ...headlineSessions].find((region) => regions.includes(region)) ?? regions[0];
}

/**
 * Weights beta of the responses in the IR task, and alpha of the reconstruction in the NRS task; 0
 * is the rival without them.
 */
export const doses = {
  IR: [0, 0.01, 0.1, 0.3, 1, 3, 10],
  NRS: [0, 0.01, 0.1, 1, 10, 30, 100],
} as const satisfies Record<Task, readonly number[]>;

/** Share of the training images in the regime in which responses have to help if anything does. */
export const scarceShare = 1 / 8;

/** CAE-FR of a layer in the IR task, and the same without responses. */
export function reconstructionPair(region: number, layer: Layer): [joint: Cell, reference: Cell] {
  const joint: Cell = { region, model: `CAE-FR${layer}`, task: 'IR' };
  return [joint, { ...joint, beta: 0 }];
}

/** CAE-FR of a layer in the NRS task, and the same without reconstruction. */
export function similarityPair(region: number, layer: Layer): [joint: Cell, reference: Cell] {
  const joint: Cell = { region, model: `CAE-FR${layer}`, task: 'NRS' };
  return [joint, { ...joint, alpha: 0 }];
}

/**
 * A readout on a frozen encoder (Fig. 4): the CAE without responses, with a readout that was fitted
 * afterwards or not at all, and CAE-FR with its readout fitted anew.
 */
export function frozenCells(region: number, layer: Layer): Cell[] {
  const model = `CAE-FR${layer}`;
  const on = (encoder: string, mapping: 'unfitted' | 'fitted afterwards', beta?: number): Cell => ({
    region,
    model,
    task: 'NRS',
    frozen: { encoder, mapping },
    ...(beta === undefined ? {} : { beta }),
  });
  return [
    on(model, 'unfitted', 0),
    on(model, 'fitted afterwards', 0),
    on(model, 'fitted afterwards'),
  ];
}

/**
 * Whether responses have changed an encoder: the readout of a joint model of the IR task, fitted
 * afterwards on its frozen encoder, and on that of the same training without responses. The two
 * readouts are fitted alike, so that what they reach differs by what the encoders have learnt.
 */
export function manipulationPair(joint: Cell): [onJoint: Cell, onReference: Cell] {
  const onJoint: Cell = {
    ...joint,
    ...oftener(joint.model),
    task: 'NRS',
    frozen: { encoder: joint.model, mapping: 'fitted afterwards' },
  };
  return [onJoint, { ...onJoint, beta: 0 }];
}

/**
 * The VAE with pixels whose variance is about its own error. At the chosen one, a thousandth of it,
 * the price of a code counts for nothing (notebook 08).
 */
export function pricedVae(region: number): Cell {
  return { region, model: 'VAE', task: 'IR', outputVariance: 0.04 };
}

/** CAE-FR2 with this weight of the responses (IR) or of the reconstruction (NRS). */
export function doseCell(region: number, task: Task, dose: number): Cell {
  return { region, model: 'CAE-FR2', task, ...(task === 'IR' ? { beta: dose } : { alpha: dose }) };
}

/**
 * CAE-FR of a layer in the focus region, trained with each group of neurons of Table 3; none before
 * the joint model was trained.
 */
export function groupCells(
  plan: Plan,
  layer: Layer,
  find: RecordLookup,
): { readonly group: NeuronGroup['name']; readonly cell: Cell }[] {
  const [joint] = reconstructionPair(focusRegion(plan), layer);
  return neuronGroups(specify(plan, joint)[0], find).map(({ name, neurons }) => ({
    group: name,
    cell: { ...joint, neurons },
  }));
}

/**
 * Few images: whether the pipeline sees an effect where there has to be one, and none where there
 * cannot be. First the network without responses, then with the regimes of responses, last without
 * responses but with the layers that responses reach as training on all images makes them.
 */
export function controlCells(region: number): Cell[] {
  const scarce: Cell = { region, model: 'CAE-FR2', task: 'IR', share: scarceShare };
  const without: Cell = { ...scarce, beta: 0 };
  return [
    without,
    scarce,
    ...(['noise-free', 'image components', 'shuffled over images'] as const).map(
      (responses): Cell => ({ ...scarce, responses }),
    ),
    { ...without, pretrained: 2 },
  ];
}

/** As `groupCells`, with disjoint groups of equal size and a weight at which responses arrive. */
export function disjointGroupCells(
  plan: Plan,
  layer: Layer,
  find: RecordLookup,
): { readonly group: DisjointGroup['name']; readonly cell: Cell }[] {
  const [joint] = reconstructionPair(focusRegion(plan), layer);
  return disjointGroups(specify(plan, joint)[0], find).map(({ name, neurons }) => ({
    group: name,
    cell: { ...joint, beta: 10, neurons: () => neurons },
  }));
}

/** The protocol with the chosen regularisation, without and with responses. */
export function regularisedPair(region: number): Cell[] {
  return [
    { region, model: 'CAE-FR2', task: 'IR', regularised: true, beta: 0 },
    { region, model: 'CAE-FR2', task: 'IR', regularised: true },
  ];
}

/**
 * CNN-FR2 kept from overfitting, by a sparse layer or by a smaller learning rate, and CAE-FR2 with
 * the same: whether reconstruction helps more than any regulariser.
 */
export const rivalRegularisers = {
  'sparse layer': { activationSparsity: 3 },
  'smaller learning rate': { learningRate: 0.0003 },
} as const satisfies Record<string, Variation>;

/** @param alpha weight of the reconstruction in CAE-FR2 */
export function rivalPair(
  region: number,
  regulariser: keyof typeof rivalRegularisers,
  alpha: number,
): [joint: Cell, reference: Cell] {
  const joint: Cell = { ...doseCell(region, 'NRS', alpha), ...rivalRegularisers[regulariser] };
  return [joint, { ...joint, alpha: 0 }];
}

/**
 * FC and FM learn responses in few steps: validated every 50, the best step of FC is the first, and
 * a joint model has no time to differ from its rival.
 */
const oftener = (model: string): Variation =>
  /-F[CM]/.test(model) ? { validationInterval: 10 } : {};

export function combinationCell(region: number, model: string, task: Task): Cell {
  return { region, model, task, ...(task === 'NRS' ? oftener(model) : {}) };
}

/** Every combination of an autoencoder, or none, with every readout of every layer. */
export function combinations(autoencoder: string): string[] {
  return readoutNames.flatMap((readout) =>
    layers.map((layer) => `${autoencoder}-${readout}${layer}`),
  );
}

/** The CAE, CNN-FR2 and CAE-FR2 whose layers are set beside the population. */
export function comparedCells(region: number): Cell[] {
  return [reconstructionPair(region, 2)[1], ...similarityPair(region, 2)];
}
