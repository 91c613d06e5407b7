import { literal, type StaticValue } from "lit/static-html.js";
import type { BackwardView } from "./backward/back.ts";
import type { DetailContext } from "./context.ts";
import "./cs-concat-detail.ts";
import "./cs-conv-detail.ts";
import "./cs-conv-matrix.ts";
import "./cs-correlation-detail.ts";
import "./cs-dense-detail.ts";
import "./cs-flatten-detail.ts";
import "./cs-merge-detail.ts";
import "./cs-plain-detail.ts";
import "./cs-softmax-detail.ts";
import { tellingsOf } from "./how-switch.ts";
import { alongAxes } from "./operation-names.ts";

/** Operations with a view of their own. */
const ELEMENTS: Record<string, StaticValue> = {
  ...alongAxes("conv", literal`cs-conv-detail`),
  ...alongAxes("convtranspose", literal`cs-conv-detail`),
  dense: literal`cs-dense-detail`,
  flatten: literal`cs-flatten-detail`,
  softmax: literal`cs-softmax-detail`,
  concat: literal`cs-concat-detail`,
  add: literal`cs-merge-detail`,
  sub: literal`cs-merge-detail`,
  mul: literal`cs-merge-detail`,
  div: literal`cs-merge-detail`,
  maximum: literal`cs-merge-detail`,
  minimum: literal`cs-merge-detail`,
};

/** What draws a way back that is more than a plain one. */
const BACKWARD_ELEMENTS: Record<BackwardView, StaticValue> = {
  dense: literal`cs-dense-detail`,
  convolution: literal`cs-conv-detail`,
  correlation: literal`cs-correlation-detail`,
};

/** The element that opens a layer, or its way back. */
export function detailElement(context: DetailContext): StaticValue {
  const { layer, back, how } = context;
  if (how === "matrix" && tellingsOf(context).length > 0) return literal`cs-conv-matrix`;
  const own = back ? back.view && BACKWARD_ELEMENTS[back.view] : ELEMENTS[layer.op];
  return own ?? literal`cs-plain-detail`;
}
