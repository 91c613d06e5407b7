import type { Kind } from "../colour.ts";
import type { Editing } from "../edits/editing.ts";
import type { Depth, Grain } from "../grain.ts";
import type { Origin } from "../graph/origin.ts";
import type { Unit } from "../graph/raster.ts";
import type { Playhead } from "../playhead.ts";
import type { How } from "../state.ts";
import type { Learning } from "../update/learning.ts";
import type { Asked } from "../wire/asking.ts";
import type { Pass } from "../wire/client.ts";
import type { LayerDescription, Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";
import type { WayBack } from "./backward/back.ts";

/** The gradients of an opened layer in a backward pass, exact. */
export interface DetailGradient {
  dOutput: Tensor;
  /** Whose gradients add up to that: all that read the layer's output; none where the loss does. */
  senders: readonly Sender[];
  /** One for each of the layer's inputs, in their order. */
  dInputs: Tensor[];
  /** By the parameters' names, each shaped as its parameter; one with very many values is missing. */
  dParameters: Record<string, Tensor>;
}

/** A layer that reads another's output, and what it sends back there; undefined as long as that is not held. */
export interface Sender {
  name: string;
  sends?: Tensor;
}

/** What kinds of numbers a context holds, and so their colours. */
export interface Kinds {
  /** One for each input; activations where none is named. */
  inputs: readonly Kind[];
  weights: Kind;
  output: Kind;
}

/** The person's changes to the network, and this layer's weights as trained. */
export interface WeightEditing {
  edits: Editing;
  trained: Record<string, Tensor>;
  learning: Learning;
}

export const FORWARD_KINDS: Kinds = { inputs: [], weights: "weight", output: "activation" };

/** What kind of numbers an input holds. */
export const inputKind = ({ kinds }: DetailContext, input: number): Kind =>
  kinds.inputs[input] ?? "activation";

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
  kinds: Kinds;
  /** With respect to what the gradient is shown, as the address says (state.ts). */
  wrt: string;
  /** How a convolution or its way back is told. */
  how: How;
  /** Present where this is the way back of a layer: upstream and local go in, downstream comes out. */
  back?: WayBack;
  /** Present when pass = backward, of the layer as it ran forward; its way back has it taken apart. */
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
  /** What the run is the answer to, for more that is asked about it. */
  asked?: Asked & { model: string };
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
