/** How wide the overview's headers come out in the page's typeface. */
import { fewOf, formatShape } from "../format.ts";
import { alone } from "../graph/bands.ts";
import type { Graph, LayoutNode } from "../graph/nodes.ts";
import { mostBrief } from "../graph/shown.ts";

const LABEL_PADDING = 3;
/** Longer names are shortened. */
const WIDEST_NAME = 100;
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

/** Least width of a node's header: its title as far as it is shown, and its shape where that stands over it alone. */
export function headerWidth(
  measure: Measure,
  { nodes, crowded }: Graph,
  titles: ReadonlyMap<string, string>,
): (node: LayoutNode) => number {
  const single = alone(nodes);
  const widths = nodes.map((node) => {
    const more = crowded && mostBrief(node) < node.maps ? measure(fewOf(mostBrief(node), node.maps)) : 0;
    const shape = single.has(node.name) ? measure(formatShape(node.shape, true)) : 0;
    const name = Math.min(WIDEST_NAME, measure(titles.get(node.name) ?? node.name, NAME_WEIGHT));
    return [node.name, Math.ceil(Math.max(name, shape, more)) + LABEL_PADDING] as const;
  });
  const byName = new Map(widths);
  return ({ name }) => byName.get(name) ?? 0;
}

/** A name cut to a width at its front: the end of "features/block3/conv1" tells most. */
export function shortened(name: string, width: number, measure: Measure): string {
  const fits = (text: string) => measure(text, NAME_WEIGHT) <= width;
  if (fits(name)) return name;
  let [fewest, most] = [0, name.length];
  while (fewest < most) {
    const middle = (fewest + most + 1) >> 1;
    if (fits(`…${name.slice(-middle)}`)) fewest = middle;
    else most = middle - 1;
  }
  return `…${name.slice(name.length - fewest)}`;
}
