import { parseModelName } from '../models/modelName';
import { focusRegion } from './cells';
import type { Cell, Plan } from './specify';

/**
 * The shorter presets train each kind of thing once: what they show is that it runs, or what to
 * expect, never a result.
 */
const samples = {
  smoke: ['VAE-FC2', 'VQ-VAE-FM2'],
  quick: ['VAE', 'VQ-VAE', 'VAE-FR2', 'VQ-VAE-FR2', 'CNN-FC2', 'CNN-FM2'],
} as const;

/** Whether the preset of a plan trains a cell. */
export function isTrained(plan: Plan, cell: Cell): boolean {
  const { preset } = plan;
  if (preset === 'paper') return true;
  if (isOfTheDesign(cell)) return false;
  const { autoencoder, readout, layer } = parseModelName(cell.model);
  const isFocus = cell.region === focusRegion(plan);
  const isSmall = layer === null || layer === 2;
  if (autoencoder === 'VAE' || autoencoder === 'VQ-VAE' || readout === 'FC' || readout === 'FM') {
    const isUsual = cell.alpha !== 0 && cell.beta !== 0;
    return (
      isFocus &&
      (samples[preset] as readonly string[]).includes(cell.model) &&
      (preset === 'quick' || (isUsual && cell.task === (autoencoder === 'VAE' ? 'IR' : 'NRS')))
    );
  }
  if (preset === 'smoke') {
    const isPlain =
      cell.responses === undefined &&
      cell.share === undefined &&
      cell.neurons === undefined &&
      (cell.regularised === undefined || cell.beta === 0);
    const isUsualDose = (cell.beta ?? 0) === 0 && (cell.alpha ?? 0) === 0;
    return (
      isFocus &&
      isSmall &&
      isPlain &&
      isUsualDose &&
      (cell.frozen === undefined ||
        (cell.frozen.mapping === 'fitted afterwards' && cell.beta === 0))
    );
  }
  if (!isFocus) return isSmall && cell.frozen === undefined && cell.regularised === undefined;
  return isSmall || cell.neurons === undefined;
}

/** What only the full protocol can answer: controls, ceilings and doses between the tens. */
function isOfTheDesign(cell: Cell): boolean {
  const isOfTens = [cell.beta, cell.alpha].every(
    (dose) => dose === undefined || [0, 0.01, 0.1, 1, 10].includes(dose),
  );
  return (
    !isOfTens ||
    cell.latentDimensions !== undefined ||
    cell.targets !== undefined ||
    cell.validationInterval !== undefined ||
    cell.learningRate !== undefined ||
    cell.activationSparsity !== undefined ||
    cell.responses === 'teacher' ||
    cell.responses === 'shuffled teacher' ||
    (cell.responses !== undefined && cell.share === undefined) ||
    (isFewOrRegularised(cell) && (cell.beta ?? 0) > 1) ||
    (cell.share !== undefined && cell.regularised !== undefined) ||
    (cell.frozen !== undefined && (isVaried(cell) || !cell.model.startsWith('CAE-FR')))
  );
}

const isFewOrRegularised = ({ share, regularised }: Cell): boolean =>
  share !== undefined || regularised !== undefined;

/** A readout fitted afterwards on another encoder than those of Fig. 4. */
function isVaried({ beta = 0, regularised, share, neurons, responses }: Cell): boolean {
  return (
    beta > 0 ||
    regularised !== undefined ||
    share !== undefined ||
    neurons !== undefined ||
    responses !== undefined
  );
}
