import { css } from "lit";

/** The film fills its place; captions lie over it, large enough for the last row. */
export const filmStyles = css`
  :host {
    display: block;
    position: relative;
    overflow: hidden;
    border-radius: 10px;
    background: var(--paper);
    container-type: size;
  }
  canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    border-radius: inherit;
  }
  canvas:focus-visible {
    outline-offset: -3px;
  }
  canvas.opens {
    cursor: zoom-in;
  }
  header {
    position: absolute;
    inset: 10px 16px auto;
    display: flex;
    align-items: baseline;
    gap: 4px 18px;
    flex-wrap: wrap;
    pointer-events: none;
    font-size: 20px;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }
  header h2 {
    margin: 0;
    font-size: 32px;
    line-height: 1.1;
    font-weight: 700;
    color: var(--ink);
    overflow-wrap: anywhere;
  }
  header .end {
    margin-left: auto;
    display: flex;
    gap: 8px;
    pointer-events: auto;
  }
  header button {
    font-size: 15px;
  }
  footer {
    position: absolute;
    inset: auto 16px 12px;
    display: flex;
    align-items: end;
    justify-content: space-between;
    gap: 16px;
    pointer-events: none;
  }
  .now {
    margin: 0;
    font-size: 23px;
    line-height: 1.25;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    text-wrap: balance;
  }
  .legends {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    flex: none;
  }
  .probes {
    display: none;
  }
  .probes .paper {
    color: var(--paper);
  }
  .probes .raised {
    color: var(--raised);
  }
  .probes .ink {
    color: var(--ink);
  }
  .probes .soft {
    color: var(--ink-soft);
  }
  .probes .line {
    color: var(--line-strong);
  }
  .probes .accent {
    color: var(--accent);
  }
  .probes .window {
    color: var(--field);
  }
  @container (width < 700px) {
    header {
      inset: 6px 10px auto;
      font-size: 15px;
    }
    header h2 {
      font-size: 21px;
    }
    .now {
      font-size: 16px;
    }
    footer {
      inset: auto 10px 8px;
      flex-direction: column;
      align-items: start;
      gap: 4px;
    }
  }
  /* A small frame: a click or Enter still opens, Escape leaves. */
  @container (height < 260px) {
    .legends,
    header .sizes,
    header .end {
      display: none;
    }
    header {
      inset: 2px 8px auto;
      flex-wrap: nowrap;
      white-space: nowrap;
    }
    header h2 {
      font-size: 17px;
    }
    footer {
      inset: auto 8px 2px;
    }
    .now {
      font-size: 14px;
      line-height: 1.15;
      max-height: 2.3em;
      overflow: hidden;
    }
  }
`;
