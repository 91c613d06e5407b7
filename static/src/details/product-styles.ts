import { css } from "lit";

/** Three numbers as large as there is room for; below them where they come from and where they go. */
export const productStyles = css`
  :host {
    display: grid;
    height: 100%;
    min-height: 0;
    grid-template-rows: auto minmax(96px, 1fr) auto;
    gap: 10px;
    container-type: inline-size;
    font-variant-numeric: tabular-nums lining-nums;
  }
  h2 {
    margin: 0;
    font: var(--font-title);
    font-size: 24px;
  }
  h2 small {
    font-size: inherit;
    font-weight: 400;
    color: var(--ink-soft);
  }
  .tiles {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr) auto minmax(0, 1fr);
    align-items: stretch;
    gap: 1.6cqi;
    min-height: 0;
    max-height: 260px;
  }
  .tile {
    display: grid;
    place-content: center;
    justify-items: center;
    border-radius: 10px;
    border: 1px solid var(--line-strong);
  }
  .tile b {
    font-size: clamp(16px, min(7.4cqi, 44cqi / var(--letters, 1)), 84px);
    line-height: 1.1;
    font-weight: 700;
  }
  .tile small {
    font-size: clamp(14px, 2cqi, 20px);
  }
  .adjusted {
    text-decoration: underline dotted 3px;
    text-underline-offset: 8px;
  }
  .sign {
    align-self: center;
    font-size: clamp(22px, 6cqi, 64px);
    color: var(--ink-soft);
  }
  .sources {
    display: grid;
    grid-template-columns: auto auto minmax(0, 1fr);
    gap: 12px 32px;
    align-items: end;
  }
  figure {
    margin: 0;
    min-width: 0;
  }
  figcaption {
    margin-top: 8px;
    font-size: clamp(14px, 2cqi, 18px);
    color: var(--ink-soft);
  }
  figcaption b {
    color: var(--ink);
  }
  .sum {
    align-self: stretch;
    display: flex;
    flex-direction: column;
  }
  .sum cs-running-sum {
    flex: 1 1 100px;
    min-height: 100px;
  }
  .sum figcaption {
    font-size: clamp(16px, 2.6cqi, 26px);
  }
  @container (width < 620px) {
    .sources {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .sum {
      grid-column: 1 / -1;
    }
  }
  @media (height < 420px) {
    :host {
      grid-template-rows: minmax(0, 1fr) auto;
    }
    h2,
    .sources figure:not(.sum),
    .sum cs-running-sum {
      display: none;
    }
  }
`;
