import type { DatasetIdentity } from '../data/region';
import type { PlotlyFigure } from '../figures/plotlyFigure';
import type { ResultTable } from '../figures/resultTable';
import type { RunRecord } from '../runs/record';
import type { PresetName, RunSpecification } from '../runs/specification';
import type { RegionEvidence } from './evidence';
import type { LossWeightTable } from '../paper/hyperparameters';
import type { NeuronSelection, SelectionRule } from '../paper/neuronSelection';

/** What a reproduction is asked for; experiments derive their runs from it. */
export interface ExperimentContext {
  readonly dataset: DatasetIdentity;
  /** Regions present in the data set. */
  readonly regions: readonly number[];
  readonly preset: PresetName;
  readonly seeds: readonly number[];
  /** Weights of the losses from a search on these data; undefined takes the package's. */
  readonly lossWeights?: LossWeightTable | undefined;
  /** Which neurons Table 3 calls significant; undefined where that was not found out for these data. */
  readonly neuronSelection?: NeuronSelection | undefined;
  /** `rank` by default. */
  readonly selectionRule?: SelectionRule | undefined;
}

/** Finds the record of a specification, or tells that there is none. */
export type RecordLookup = (specification: RunSpecification) => RunRecord | undefined;

/** Everything from which an item is made. */
export interface ExperimentMaterial {
  readonly context: ExperimentContext;
  /** The records that fill our columns. */
  readonly lookup: RecordLookup;
  /** The shipped records of preset `paper`, shown in a separate, labelled column; undefined where they are what `lookup` finds, or where none exist. */
  readonly committed: RecordLookup | undefined;
  /** What needs no training: test images, baselines, noise ceilings. */
  readonly evidence: ReadonlyMap<number, RegionEvidence>;
}

/** One item of the paper: the runs it needs and how their records become a table or a figure. */
export interface Experiment {
  /** As in the paper: `table2`, `figure6`. The name of the files that it writes. */
  readonly item: string;
  readonly title: string;
  /** File name of the notebook that shows it, without folder. */
  readonly notebook: string;
  readonly specifications: (context: ExperimentContext) => readonly RunSpecification[];
  readonly table?: (material: ExperimentMaterial) => ResultTable;
  /** undefined where no record exists yet from which it could be drawn. */
  readonly figure?: (material: ExperimentMaterial) => PlotlyFigure | undefined;
  /** Sentences that say what the records show, made from them; shown in notebooks and on the index page. */
  readonly findings?: (material: ExperimentMaterial) => readonly string[];
}
