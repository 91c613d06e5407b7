/** The way back of a layer as an operation of its own: what goes in, what comes out, and how it is told. */
import type { Tensor } from "../../wire/tensor.ts";
import type { DetailContext } from "../context.ts";
import type { Explain } from "../explain/explanation.ts";

/** With respect to what a layer's gradient is shown. */
export interface Way {
  /** As the address names it: "" the first input, "1", "2", … the others, else a parameter's name. */
  wrt: string;
  /** Which of the inputs it is; null for a parameter. */
  input: number | null;
  /** "dL/dX", "dL/dW", "dL/dγ". */
  symbol: string;
  /** What the gradient is sent to, in words: "the weights", or an input's name. */
  to: string;
  /** The gradient that comes out: dL/dX, dL/dW or dL/db. */
  downstream: Tensor;
}

/** What a mirrored context knows of the layer that it is the way back of. */
export interface WayBack {
  /** The layer as it ran forward; map and unit are the downstream tensor's. */
  forward: DetailContext;
  /** All ways that the layer has, inputs first. */
  ways: readonly Way[];
  way: Way;
  explain: Explain;
  /** The view that draws it; the plain one where none is named. */
  view?: BackwardView;
}

/** Views that draw a way back by the same code that draws a forward pass. */
export type BackwardView = "dense" | "convolution" | "correlation";

/** How an operation goes back with respect to one of its inputs or parameters. */
export interface Back {
  /** From the mirrored context: upstream is its first input. */
  explain: Explain;
  /** What else is there to see: what upstream is multiplied with, and other colours. */
  mirror?: (mirrored: DetailContext) => Partial<DetailContext>;
  view?: BackwardView;
}

/** The layer as it ran forward. */
export const forwardOf = (context: DetailContext): DetailContext => context.back?.forward ?? context;

/** The same at the opened place; for ways whose gradient is shaped as the output. */
export const forwardAt = (context: DetailContext): DetailContext =>
  context.back ? { ...context.back.forward, map: context.map, unit: context.unit } : context;

/** A parameter's way, and what the field calls the parameter: "W", "the weights". */
export interface ParameterBack extends Back {
  symbol: string;
  called: string;
}

/** All ways of an operation. Every input has the same; an operation without one says so. */
export interface Family {
  input?: Back;
  parameters?: Record<string, ParameterBack>;
}

/** The three gradients at a layer. */
export type Role = "upstream" | "local" | "downstream";

/** What an input of a mirrored context is; undefined of a forward one. */
export const roleOf = ({ back }: Pick<DetailContext, "back">, input: number): Role | undefined =>
  back && (input === 0 ? "upstream" : "local");
