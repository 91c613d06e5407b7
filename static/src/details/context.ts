import type { Editing } from "../edits/editing.ts";
import type { Depth, Grain } from "../grain.ts";
import type { Origin } from "../graph/origin.ts";
import type { Unit } from "../graph/raster.ts";
import type { Playhead } from "../playhead.ts";
import type { Pass } from "../wire/client.ts";
import type { LayerDescription, Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";

/** The gradients of an opened layer in a backward pass, exact. */
export interface DetailGradient {
  dOutput: Tensor;
  /** One for each of the layer's inputs, in their order. */
  dInputs: Tensor[];
  dWeight?: Tensor;
  dBias?: Tensor;
}

/** The person's changes to the network, and this layer's weights as trained. */
export interface WeightEditing {
  edits: Editing;
  trained: Record<string, Tensor>;
}

/** Everything a detail view of one layer shows; all tensors are exact (float32). */
export interface DetailContext {
  layer: LayerDescription;
  inputs: { name: string; tensor: Tensor }[];
  output: Tensor;
  /** Parameters by name: "weight", "bias", … */
  weights: Record<string, Tensor>;
  classes: string[];
  /** Whether the layer's output are the class scores before softmax. */
  isLogits: boolean;
  /** Present when pass = backward. */
  gradient?: DetailGradient;
  pass: Pass;
  /** The opened map (channel, or unit of a vector). */
  map: number;
  /** The opened unit's place along the axes of its map. */
  unit: Unit;
  /** The opened one of the unit's products, in the order that its sum names them; null: none. */
  product: number | null;
  /** How deep it is opened: the layer, the unit, or the product. */
  depth: Depth;
  /** How far a step of the playhead goes. */
  grain: Grain;
  /** Present when an input is the network's own input: it is drawn in its own colours. */
  picture?: Preprocessing & { tensor: Tensor };
  playhead: Playhead;
  /** Of a vector that votes: the maps that its values come from. */
  origin?: Origin & { tensor: Tensor };
  /** Given where the weights can be edited. */
  editing?: WeightEditing;
  /** Given where now is compared with before: what is here now minus what was, shaped as input and output. */
  difference?: { inputs: Tensor[]; output: Tensor };
  /** Max pooling: flat index inside its window that won, per output. */
  winners?: Tensor;
}

/** Detail of the "go-to" event a view sends to be entered deeper, or left: a depth, and there a product. */
export interface GoTo {
  depth: Depth;
  product?: number;
}

/** Detail of the "unit-change" event a detail view sends when the person or the animation moves. */
export interface UnitChange {
  map?: number;
  unit: Unit;
  product?: number | null;
}
