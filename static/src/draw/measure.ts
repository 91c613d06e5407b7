/** How wide the overview's headers come out in the page's typeface. */
import { formatShape } from "../format.ts";
import { standsAlone } from "../graph/bands.ts";
import type { LayoutNode } from "../graph/layout.ts";

const LABEL_PADDING = 3;
const HEADER_PIXELS = 14;
const NAME_WEIGHT = 600;
const TEXT_WEIGHT = 400;

/** Width in CSS pixels of a text in a weight. */
export type Measure = (text: string, weight?: number) => number;

/** Measures in an element's own typeface. */
export function textMeasure(element: HTMLElement): Measure {
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  const { fontFamily } = getComputedStyle(element);
  return (text, weight = TEXT_WEIGHT) => {
    if (!pen) return 0;
    pen.font = `${weight} ${HEADER_PIXELS}px ${fontFamily}`;
    return pen.measureText(text).width;
  };
}

/** Least width of a node's header: its name, and its shape where that stands over it alone. */
export function headerWidth(measure: Measure, nodes: readonly LayoutNode[]): (node: LayoutNode) => number {
  return (node) => {
    const shape = standsAlone(node, nodes) ? measure(formatShape(node.shape, true)) : 0;
    return Math.ceil(Math.max(measure(node.name, NAME_WEIGHT), shape)) + LABEL_PADDING;
  };
}
