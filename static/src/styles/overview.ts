import { css } from "lit";

/** Look of the network's overview. */
export const overviewStyles = css`
  :host {
    display: block;
    position: relative;
    overflow: hidden;
    min-width: 0;
    min-height: 0;
  }
  .viewport {
    position: absolute;
    inset: 0;
    overflow: hidden;
    contain: strict;
    touch-action: pan-y;
  }
  :host([mapped]) .viewport {
    bottom: 44px;
  }
  :host([low]) cs-minimap {
    display: none;
  }
  cs-minimap {
    position: absolute;
    left: 0;
    right: 0;
    bottom: 0;
  }
  .stage {
    position: absolute;
    transform-origin: 0 0;
  }
  .waiting {
    margin: 24px;
    color: var(--ink-soft);
  }
  svg {
    position: absolute;
    left: 0;
    top: 0;
    overflow: visible;
    pointer-events: none;
    fill: none;
  }
  .threads {
    stroke: var(--edge);
    stroke-width: calc(0.6px / var(--zoom, 1));
    opacity: 0.32;
  }
  .sheet {
    fill: var(--edge);
    opacity: 0.12;
  }
  .link,
  .branch,
  .skip {
    stroke: var(--edge);
    stroke-width: calc(1.5px / min(1, var(--zoom, 1)));
  }
  .head {
    fill: var(--edge);
  }
  .lit path {
    stroke: var(--edge-lit);
    stroke-width: calc(1.1px / var(--zoom, 1));
    opacity: 0.75;
  }
  .lit .seen {
    fill: color-mix(in srgb, var(--field) 22%, transparent);
    stroke: var(--field);
    stroke-width: calc(1.4px / var(--zoom, 1));
    opacity: 1;
  }
  .lit rect {
    stroke: var(--edge-lit);
    stroke-width: calc(1.6px / var(--zoom, 1));
  }
  .frame {
    position: absolute;
    box-sizing: border-box;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: color-mix(in srgb, var(--panel) 55%, transparent);
  }
  /* As a stack of sheets: there is more behind what is seen. */
  .frame.closed {
    background: var(--paper);
    box-shadow:
      2px -2px 0 -1px var(--panel),
      2px -2px 0 0 var(--line);
  }
  .block {
    min-height: 22px;
    max-width: 100%;
    padding: 0 6px;
    border: none;
    background: none;
    color: var(--ink-soft);
    font-size: 14px;
    line-height: 22px;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .frame.closed .block {
    width: 100%;
    padding: 0;
    color: var(--accent);
  }
  .block b {
    color: var(--ink);
  }
  .name,
  .operation,
  .band,
  .legend {
    position: absolute;
    text-align: center;
    white-space: nowrap;
    font-size: 14px;
    line-height: 20px;
  }
  .name {
    font-weight: 600;
    overflow: hidden;
  }
  .more {
    position: absolute;
    min-height: 22px;
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--accent);
    font-size: 14px;
    line-height: 20px;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .operation {
    color: var(--ink-soft);
  }
  .band {
    color: var(--ink-soft);
    border-top: 1px solid var(--line-strong);
    line-height: 20px;
    font-variant-numeric: tabular-nums;
  }
  cs-column,
  .name,
  .legend {
    transition: opacity 160ms;
  }
  .unrevealed {
    opacity: 0.14;
  }
  /* Only a slow answer gets this far: a quick one would merely flicker. */
  .pending {
    opacity: 0.4;
    transition-delay: 300ms;
  }
  /* Not fetched yet: it comes once it is looked at. */
  .absent {
    background: var(--panel);
    border-radius: var(--radius);
  }
  .waits {
    opacity: 0.3;
  }
  /* What an edit reaches: its layer, and all behind it. */
  .name.edited,
  .name.changed {
    box-shadow: inset 0 -2px 0 var(--field);
  }
  .name.edited {
    box-shadow: inset 0 -4px 0 var(--field);
  }
  .name.current {
    color: var(--on-accent);
    background: var(--accent);
    border-radius: 4px;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none;
    }
  }
`;
