/** What travels on the wire: the shapes of descriptions and of the events of a stream. */
import type { Loss } from "./client.ts";

/** A tensor as it travels; `data` is base64 (little-endian, C order), or nested lists when asked for. */
export interface WireTensor {
  shape: number[];
  dtype: "float32" | "float16";
  /** Only with float16: value = number · scale. */
  scale?: number;
  data: string | unknown[];
}

/** Receptive field of a layer's units: a number for each axis of the network's input behind its channels. */
export interface ReceptiveField {
  size: number[];
  /** A fraction after upsampling. */
  stride: number[];
  /** Where the first unit's field begins; negative in the padding. */
  start: number[];
}

/** One layer as `run.layers` describes it; hyperparameters are present where the operation has them. */
export interface LayerDescription {
  name: string;
  op: string;
  inputs: string[];
  /** [channels, …] or [units]. */
  output_shape: number[];
  parameters: number;
  macs: number;
  bytes?: number;
  receptive_field: ReceptiveField;
  filters?: number;
  units?: number;
  /** A number for each axis that the window moves along. */
  kernel?: number[];
  stride?: number[];
  /** Before the first place of every axis, then behind the last of every axis: [top, left, bottom, right]. */
  padding?: number[];
  dilation?: number[];
  groups?: number;
  ceil_mode?: boolean;
  slope?: number;
  epsilon?: number;
  rate?: number;
  /** Batch norms that have become part of its weights. */
  folded?: string[];
  /** Other operations bring others, each under its own name. */
  [hyperparameter: string]: unknown;
}

/** How pixels (0…1) become the network's input, per channel: value = (pixel − mean) / std. */
export interface Preprocessing {
  mean: number[];
  std: number[];
}

/** Present where a drawing pad makes sense: pixel values (0…1) of paper and ink, and the brush's width in cells. */
export interface Drawing {
  paper: number;
  ink: number;
  brush: number;
}

export interface ModelSummary {
  id: string;
  title: string;
  summary: string;
  /** [channels, height, width]; of a signal [channels, samples], of a clip [channels, frames, height, width]. */
  input_shape: number[];
  classes: string[];
  parameters: number;
  /** Trained here; at random, where only the definition is known; or from somebody's file. */
  weights: "trained" | "random" | "imported";
  /** Fraction of the whole test set that the network gets right. */
  accuracy?: number | null;
}

export interface ModelDescription extends ModelSummary {
  layers: LayerDescription[];
  /** Name of the layer whose output are the class scores before softmax. */
  logits: string;
  preprocessing: Preprocessing;
  drawing?: Drawing | null;
  /** What was done to the network when it was imported. */
  notes?: string[];
}

export interface SampleDescription {
  id: string;
  model: string;
  /** The true class. */
  label: string;
  /** Address of the PNG. */
  picture: string;
}

export interface RunEvent {
  event: "run";
  model: string;
  /** The tensor the network gets, after preprocessing; absent where no tensors were asked for. */
  input?: WireTensor;
  layers: LayerDescription[];
  classes: string[];
  preprocessing: Preprocessing;
  /** Name of the layer whose output are the class scores before softmax. */
  logits: string;
  /** True label, where the picture is a sample of one of the model's classes. */
  truth?: string | null;
  /** What was done to a clip or signal of another length than the network takes. */
  note?: string | null;
}

export interface LayerEvent {
  event: "layer";
  index: number;
  name: string;
  op: string;
  output?: WireTensor | null;
  min: number | null;
  max: number | null;
  milliseconds: number;
  /** Max pooling: the flat index inside its window that won, per output. */
  winners?: WireTensor | null;
}

export interface ScoredClass {
  index: number;
  label: string;
  /** The score before softmax; null where it is not a finite number. */
  logit: number | null;
  probability: number | null;
}

export interface PredictionEvent {
  event: "prediction";
  /** Highest first. */
  classes: ScoredClass[];
}

export interface LossEvent {
  event: "loss";
  /** "unit": no loss, but the value of one unit. */
  name: Loss | "unit";
  /** Class index. */
  target?: number;
  label?: string;
  /** Of a unit: its layer, and its index there. */
  layer?: string;
  unit?: number[];
  value: number | null;
}

export interface GradientEvent {
  event: "gradient";
  name: string;
  /** False where the loss does not depend on the layer. */
  counts?: boolean;
  /** Of d_output. */
  min: number | null;
  max: number | null;
  d_output?: WireTensor | null;
  /** A list where the layer has several inputs. */
  d_input?: WireTensor | WireTensor[] | null;
  d_weight?: WireTensor | null;
  d_bias?: WireTensor | null;
  milliseconds?: number;
}

export interface EndEvent {
  event: "end";
}

/** A stream that broke: the fields of a problem document. */
export interface ErrorEvent extends ProblemDocument {
  event: "error";
}

export interface ProblemDocument {
  type?: string;
  title: string;
  status: number;
  detail: string;
}

export type StreamEvent =
  | RunEvent
  | LayerEvent
  | PredictionEvent
  | LossEvent
  | GradientEvent
  | EndEvent
  | ErrorEvent;
