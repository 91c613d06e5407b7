import { css } from "lit";

/** A map's canvas and the lines over it. Strokes keep their width whatever the size of a cell. */
export const mapStyles = css`
  :host {
    display: inline-block;
    line-height: 0;
  }
  .map {
    position: relative;
    border-radius: 1px;
  }
  .map[role="slider"] {
    cursor: crosshair;
    touch-action: none;
  }
  canvas {
    position: absolute;
    image-rendering: pixelated;
  }
  svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    overflow: visible;
    pointer-events: none;
  }
  svg * {
    fill: none;
    vector-effect: non-scaling-stroke;
  }
  .number {
    text-anchor: middle;
    dominant-baseline: central;
    font-variant-numeric: tabular-nums;
  }
  .grid {
    stroke: var(--ink);
    stroke-opacity: 0.12;
  }
  .edge {
    stroke: var(--line-strong);
  }
  .zero {
    stroke: var(--ink);
    stroke-opacity: 0.35;
    stroke-dasharray: 3 3;
  }
  .curve {
    stroke: var(--ink);
    stroke-width: 1.6;
    stroke-linejoin: round;
  }
  .ring {
    stroke: var(--edge);
    stroke-dasharray: 4 3;
  }
  .unread {
    fill: var(--paper);
    fill-opacity: 0.74;
    stroke: var(--edge);
    stroke-dasharray: 2 2;
  }
  .zeros {
    stroke: var(--ink-faint);
  }
  .stands,
  .stands-halo {
    stroke: var(--field);
    stroke-width: 4;
    stroke-linecap: round;
  }
  .stands-halo {
    stroke: var(--paper);
    stroke-width: 6;
  }
  .painted {
    stroke: var(--field);
    stroke-width: 1.5;
    stroke-dasharray: 4 3;
  }
  .halo {
    stroke: var(--paper);
    stroke-width: 5;
    stroke-opacity: 0.8;
  }
  .outline {
    stroke: var(--field);
    stroke-width: 2.5;
  }
  .cell {
    stroke: var(--field);
    stroke-width: 1.5;
    fill: var(--field);
    fill-opacity: 0.22;
  }
  .unread {
    stroke: var(--ink-soft);
    stroke-width: 1.5;
  }
  .marked {
    fill: var(--field);
    stroke: var(--paper);
    stroke-width: 1;
  }
  .lit {
    stroke: var(--ink);
    stroke-width: 3;
  }
  .caption {
    display: flex;
    justify-content: space-between;
    align-items: start;
    height: 24px;
    margin-top: 6px;
    font: var(--font-small);
    line-height: 18px;
    color: var(--ink-soft);
    white-space: nowrap;
  }
  cs-legend {
    flex: 0 0 64px;
    line-height: 16px;
  }
  @media (height < 420px) {
    cs-legend {
      display: none; /* as low as a small frame: the numbers need the room */
    }
  }
`;
