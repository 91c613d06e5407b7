/** One node of the overview: its header, its maps, its legend, and how many of its maps are shown. */
import { html } from "lit";
import { fewOf, formatCount, formatShape } from "../format.ts";
import type { Band } from "../graph/bands.ts";
import { kindOf, titleOf } from "../graph/nodes.ts";
import type { Box, PlacedNode } from "../graph/placed.ts";
import type { NodeValues, OverviewValues } from "../overview-values.ts";
import { styled } from "../styled.ts";
import "./cs-column.ts";
import "./cs-legend.ts";

/** Heights in CSS pixels of a node's header (name and shape) and of its legend. */
export const ABOVE = 44;
/** A line more, naming the operations, where every column is wide enough for it. */
export const OPERATIONS_LINE = 19;
export const BELOW = 32;
/** A line more, where not all maps are shown. */
export const MORE_LINE = 20;
const LEGEND_GAP = 4;
const LEGEND_HEIGHT = 23;
const BAND_HEIGHT = 24;

export interface NodeView {
  node: PlacedNode;
  /** The name as far as there is room. */
  name: string;
  /** Classes that say how far the run is: unrevealed, current, pending, waits. */
  standing: string;
  above: number;
  namesOperation: boolean;
  active: boolean;
  /** Whether all maps are shown because the person asked for them. */
  opened: boolean;
  values: OverviewValues | null;
  scheme: string;
  toggle(): void;
}

export function nodeParts(view: NodeView) {
  const { node, name, standing, above, namesOperation, active, values } = view;
  const kind = kindOf(node);
  const header = (top: number) => placed({ ...node, y: node.y - above + top });
  return html`
    <div class="name ${standing}" title=${`${titleOf(node)}: ${kind}, ${formatShape(node.shape)}`} ${header(0)}>${name}</div>
    ${namesOperation ? html`<div class="operation" ${header(OPERATIONS_LINE)}>${kind === node.name ? "" : kind}</div>` : ""}
    <cs-column data-name=${node.name} class=${`${standing} ${values?.at(node.name) ? "" : "absent"}`} .node=${node} .active=${active}></cs-column>
    <div class="legend ${standing}" ${placed({ ...node, y: node.y + node.height + LEGEND_GAP })}>${legend(view)}</div>
    ${node.shown < node.maps || view.opened ? more(view) : ""}
  `;
}

/** The shape that nodes next to each other share, over all of them. */
export function bandLabel({ label, nodes }: Band) {
  const [first] = nodes as [PlacedNode];
  const last = nodes.at(-1) as PlacedNode;
  const box = { ...first, y: first.y - BAND_HEIGHT, width: last.x + last.width - first.x };
  return html`<div class="band" ${placed(box)}>${label}</div>`;
}

function legend({ node, values, scheme }: NodeView) {
  const shown: NodeValues | null = values?.at(node.name) ?? null;
  if (!values || !shown || shown.picture) return "";
  return html`<cs-legend .kind=${shown.kind} .limit=${shown.limit} .scheme=${scheme}></cs-legend>`;
}

/** "12 of 1,280": a click shows them all, or few again. */
function more({ node, opened, toggle }: NodeView) {
  const what = node.raster.kind === "unit" ? "values" : "maps";
  const label = opened
    ? `Show few ${what} of ${node.name}`
    : `Show all ${formatCount(node.maps)} ${what} of ${node.name}`;
  const box = placed({ ...node, y: node.y + node.height + LEGEND_GAP + LEGEND_HEIGHT });
  return html`<button class="more" aria-label=${label} title=${label} aria-expanded=${opened} @click=${toggle} ${box}
    >${fewOf(node.shown, node.maps)}</button
  >`;
}

export const placed = ({ x, y, width }: Box) =>
  styled({ left: `${x}px`, top: `${y}px`, width: `${width}px` });
