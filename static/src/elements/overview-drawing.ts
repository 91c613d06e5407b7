/** The overview's stage: edges, the shapes over neighbours, every node that is ready, and what is lit. */
import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { lit } from "../draw/lit.ts";
import { arrowHead } from "../draw/overview-edges.ts";
import { seenFrames } from "../draw/seen.ts";
import type { Comparison } from "../edits/comparison.ts";
import { shapeBands } from "../graph/bands.ts";
import type { PlacedNode } from "../graph/placed.ts";
import type { Plan } from "../overview-plan.ts";
import type { OverviewValues } from "../overview-values.ts";
import type { UnitOf } from "../reading.ts";
import type { RunProgress } from "../run-progress.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { Seeing } from "../wire/fields.ts";
import { blockFrames } from "./overview-blocks.ts";
import { bandLabel, nodeParts } from "./overview-node.ts";

export interface Drawing {
  plan: Plan;
  /** The nodes that are in the page. */
  ready: readonly PlacedNode[];
  values: OverviewValues | null;
  comparison: Comparison | null;
  progress: RunProgress;
  /** Nodes that show all their maps because the person asked for them. */
  opened: ReadonlySet<string>;
  /** The node in the tab order. */
  active: string;
  pointed: UnitOf | null;
  /** The units that see a chosen place of the picture. */
  seen: readonly Seeing[];
  /** The layer that is pointed at; none for the input. */
  layer: LayerDescription | undefined;
  scheme: string;
  /** Shows all maps of a node, or few again. */
  toggle(name: string): void;
  /** Opens a block, or closes it. */
  toggleBlock(name: string): void;
}

export function drawing(view: Drawing) {
  const { plan, ready, pointed, layer } = view;
  const { layout, edges } = plan;
  const isReady = new Set(ready);
  const left = Math.min(...ready.map(({ x }) => x));
  const right = Math.max(...ready.map(({ x, width }) => x + width));
  return html`
    ${blockFrames({
      frames: plan.frames.filter(({ x, width }) => x <= right && x + width >= left),
      active: frameOf(plan, view.active),
      toggle: view.toggleBlock,
    })}
    <svg class="edges" width=${layout.width} height=${layout.height} aria-hidden="true">
      <defs>${arrowHead}</defs>
      ${edges.draw(left, right)}
    </svg>
    ${shapeBands(layout.nodes)
      .filter(({ nodes }) => nodes.some((node) => isReady.has(node)))
      .map(bandLabel)}
    ${repeat(
      ready,
      ({ name }) => name,
      (node) => nodeDrawing(node, view),
    )}
    <svg class="lit" width=${layout.width} height=${layout.height} aria-hidden="true">
      ${seenFrames(view.seen, ready)} ${pointed ? lit(pointed, layer, plan) : ""}
    </svg>
  `;
}

const frameOf = ({ frames }: Plan, layer: string) =>
  frames.find(({ block }) => block.members.includes(layer));

function nodeDrawing(node: PlacedNode, view: Drawing) {
  const { plan, values, progress, opened, active, scheme, toggle } = view;
  return nodeParts({
    node,
    name: plan.names.get(node.name) ?? node.name,
    standing: `${progress.classesOf(node.name)} ${mark(node.name, view.comparison)}`,
    above: plan.layout.above,
    namesOperation: plan.namesOperations,
    active: node.name === active,
    opened: opened.has(node.name),
    values,
    scheme,
    toggle: () => toggle(node.name),
  });
}

/** Classes of a node with edited weights, and of those behind one. */
function mark(name: string, comparison: Comparison | null): string {
  if (comparison?.edited.has(name)) return "edited";
  return comparison?.changed.has(name) ? "changed" : "";
}
