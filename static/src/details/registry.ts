import { literal, type StaticValue } from "lit/static-html.js";
import type { Pass } from "../wire/client.ts";
import "./cs-concat-detail.ts";
import "./cs-conv-detail.ts";
import "./cs-dense-detail.ts";
import "./cs-flatten-detail.ts";
import "./cs-merge-detail.ts";
import "./cs-plain-detail.ts";
import { alongAxes } from "./operation-names.ts";
import "./cs-softmax-detail.ts";

/** Operations with a view of their own. */
const ELEMENTS: Record<string, StaticValue> = {
  ...alongAxes("conv", literal`cs-conv-detail`),
  ...alongAxes("convtranspose", literal`cs-conv-detail`),
};

/** Operations whose own view shows a forward pass; backward, the plain one has their gradients. */
const FORWARD_ELEMENTS: Record<string, StaticValue> = {
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

/** The element that opens a layer of this operation. */
export function detailElement(operation: string, pass: Pass): StaticValue {
  const own = pass === "forward" ? FORWARD_ELEMENTS[operation] : undefined;
  return own ?? ELEMENTS[operation] ?? literal`cs-plain-detail`;
}
