import { css } from "lit";

/** The network's input with a frame on it: picture, clip and signal alike. */
export const pictureStyles = css`
  :host {
    display: block;
  }
  .sheet {
    position: relative;
    aspect-ratio: 1;
    overflow: hidden;
    background: var(--panel);
    border-radius: var(--radius);
  }
  .sheet canvas {
    position: absolute;
    inset: 8%;
    width: 84%;
    height: 84%;
    object-fit: contain;
    image-rendering: pixelated;
  }
  svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  rect {
    fill: none;
    vector-effect: non-scaling-stroke;
  }
  .halo {
    stroke: var(--paper);
    stroke-width: 4.5;
  }
  .seen {
    stroke: var(--field);
    stroke-width: 2.5;
  }
  .padding {
    stroke: var(--field);
    stroke-width: 1.5;
    stroke-dasharray: 4 3;
  }
  .frames {
    position: relative;
    margin-top: 4px;
    cursor: ew-resize;
    touch-action: none;
  }
  .frames canvas {
    display: block;
    width: 100%;
  }
  .frames svg {
    overflow: visible;
  }
  .current {
    stroke: var(--ink);
    stroke-width: 2;
  }
  .curve {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1.4;
    vector-effect: non-scaling-stroke;
  }
  .zero {
    stroke: var(--edge);
    stroke-width: 1;
    stroke-dasharray: 3 3;
    vector-effect: non-scaling-stroke;
  }
  .band {
    fill: var(--field);
    fill-opacity: 0.16;
  }
  .scale {
    display: flex;
    justify-content: space-between;
    font: var(--font-small);
    line-height: 18px;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }
`;
