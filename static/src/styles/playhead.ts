import { css } from "lit";

/** The look of the player's bar. */
export const playheadStyles = css`
  :host {
    display: flex;
    align-items: center;
    gap: 6px 14px;
    min-width: 0;
    container-type: inline-size;
    user-select: none;
  }
  .buttons {
    display: flex;
    flex: none;
  }
  button.icon {
    width: 36px;
    height: 40px;
    min-width: 0;
  }
  button.main {
    width: 40px;
    margin: 0 4px;
    color: var(--on-accent);
    background: var(--accent);
    border-radius: 50%;
  }
  button.main:hover:not(:disabled) {
    background: var(--accent);
    filter: brightness(1.12);
  }
  button.main:disabled {
    background: var(--line);
    color: var(--ink-faint);
  }
  .scrubber {
    position: relative;
    flex: 1 1 120px;
    min-width: 80px;
    height: 40px;
    display: flex;
    align-items: center;
    cursor: pointer;
    touch-action: none;
    border-radius: var(--radius);
  }
  .track {
    width: 100%;
    height: 6px;
    border-radius: 3px;
    background: var(--line-strong);
    overflow: hidden;
  }
  .track .played {
    height: 100%;
    background: var(--accent);
  }
  .thumb {
    position: absolute;
    width: 18px;
    height: 18px;
    margin-left: -9px;
    border-radius: 50%;
    background: var(--accent);
    border: 3px solid var(--raised);
    box-shadow: 0 0 0 1px var(--line-strong);
  }
  .with-chapters {
    gap: 2px;
  }
  .segment {
    position: relative;
    flex: 1 1 auto;
    min-width: 0;
    height: 30px;
    overflow: hidden;
    display: grid;
    align-items: center;
    background: var(--panel);
    border: 1px solid var(--line);
  }
  .segment:first-child {
    border-radius: var(--radius) 0 0 var(--radius);
  }
  .segment:last-child {
    border-radius: 0 var(--radius) var(--radius) 0;
  }
  .segment .played {
    position: absolute;
    inset: 0 auto 0 0;
    background: color-mix(in oklab, var(--accent) 22%, transparent);
  }
  .segment span {
    position: relative;
    padding: 0 2px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: center;
    font: var(--font-small);
    color: var(--ink-soft);
  }
  .segment.current {
    border-color: var(--accent);
  }
  .segment.current span {
    color: var(--ink);
    font-weight: 600;
  }
  .readout {
    flex: none;
    display: flex;
    gap: 10px;
    font: var(--font-small);
    white-space: nowrap;
  }
  .label:empty {
    display: none;
  }
  .count {
    color: var(--ink-soft);
    text-align: right;
  }
  select {
    flex: none;
    min-width: 68px;
    height: 36px;
  }
  .grains {
    flex: none;
    display: flex;
  }
  .grains button {
    min-height: 34px;
    padding: 0 9px;
    border-radius: 0;
    margin-left: -1px;
    font: var(--font-small);
  }
  .grains button:first-child {
    border-radius: var(--radius) 0 0 var(--radius);
  }
  .grains button:last-child {
    border-radius: 0 var(--radius) var(--radius) 0;
  }
  select.grain {
    display: none;
  }
  @container (width < 900px) {
    .grains {
      display: none;
    }
    select.grain {
      display: block;
    }
  }
  @media (pointer: coarse) {
    button.icon,
    button.main,
    select,
    .scrubber {
      height: 44px;
      min-width: 44px;
    }
  }
  @container (width < 760px) {
    .label,
    .segment:not(.current) span {
      display: none;
    }
  }
  @container (width < 520px) {
    :host {
      gap: 6px;
    }
    .scrubber {
      min-width: 40px;
    }
    select {
      min-width: 60px;
      padding: 0 4px;
    }
    button.ends,
    .readout {
      display: none;
    }
  }
  @container (width < 340px) {
    select.speed {
      display: none;
    }
  }
`;
