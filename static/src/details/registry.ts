import { literal, type StaticValue } from "lit/static-html.js";
import "./cs-conv-detail.ts";
import "./cs-plain-detail.ts";

/** Operations with a view of their own. */
const ELEMENTS: Record<string, StaticValue> = {
  conv2d: literal`cs-conv-detail`,
};

/** The element that opens a layer of this operation. */
export function detailElement(operation: string): StaticValue {
  return ELEMENTS[operation] ?? literal`cs-plain-detail`;
}
