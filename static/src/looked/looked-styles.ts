import { css } from "lit";

/** Methods above, figures side by side with what can be chosen, and below what explains them. */
export const lookedStyles = css`
  :host {
    display: grid;
    grid-template: auto auto minmax(180px, 1fr) auto / minmax(0, 1fr);
    gap: 6px;
    height: 100%;
    min-height: 0;
    min-width: 0;
    container-type: inline-size;
    background: var(--paper);
    font-variant-numeric: tabular-nums;
    overflow: auto;
  }
  p,
  h2 {
    margin: 0;
  }
  header {
    display: flex;
    align-items: end;
    gap: 6px 10px;
  }
  .methods {
    flex: 1;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 9px;
    min-width: 0;
    font: var(--font-small);
  }
  .family > span {
    font: var(--font-small);
    color: var(--ink-soft);
  }
  .family > div {
    display: flex;
  }
  .methods label {
    display: grid;
    place-items: center;
    min-height: 32px;
    padding: 0 7px;
    margin-left: -1px;
    border: 1px solid var(--line-strong);
    background: var(--raised);
    cursor: pointer;
    white-space: nowrap;
  }
  .methods label:first-child {
    border-radius: var(--radius) 0 0 var(--radius);
  }
  .methods label:last-child {
    border-radius: 0 var(--radius) var(--radius) 0;
  }
  .methods label:only-child {
    border-radius: var(--radius);
  }
  .methods label.chosen {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
  }
  .methods label:has(:focus-visible) {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
    z-index: 1;
  }
  .methods input {
    position: absolute;
    opacity: 0;
    pointer-events: none;
  }
  .methods-list {
    display: none;
  }
  .told {
    color: var(--ink-soft);
  }
  .told b {
    color: var(--ink);
    font-weight: 600;
  }
  .stage {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 214px;
    gap: 14px;
    min-height: 0;
  }
  .figures {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 14px;
    min-height: 0;
  }
  figure {
    margin: 0;
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    gap: 4px;
    min-width: 0;
    min-height: 0;
  }
  figcaption {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 32px;
    white-space: nowrap;
  }
  figcaption select {
    min-width: 0;
    flex: 0 1 auto;
    max-width: 190px;
    font-weight: 600;
  }
  figcaption > * {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  /* Curves lie one below the other, sample under sample. */
  .signals {
    grid-auto-flow: row;
    grid-auto-columns: auto;
    grid-auto-rows: minmax(0, 1fr);
    gap: 8px;
  }
  .signals figure {
    grid-template: auto minmax(0, 1fr) / 190px minmax(0, 1fr);
    gap: 0 10px;
  }
  .signals figcaption {
    flex-wrap: wrap;
  }
  .signals cs-looked-figure {
    grid-area: 1 / 2 / span 2;
  }
  .fact {
    text-align: center;
    min-height: 20px;
    font: var(--font-small);
    color: var(--ink-soft);
  }
  .fact b {
    color: var(--ink);
  }
  .controls {
    display: flex;
    flex-direction: column;
    gap: 7px;
    min-height: 0;
    overflow: auto;
    padding: 2px;
  }
  .segments {
    display: flex;
  }
  .segments button {
    flex: 1;
    border-radius: 0;
    margin-left: -1px;
    padding: 0 4px;
  }
  .segments button:first-child {
    border-radius: var(--radius) 0 0 var(--radius);
  }
  .segments button:last-child {
    border-radius: 0 var(--radius) var(--radius) 0;
  }
  .slider {
    display: grid;
    grid-template-columns: 1fr auto;
    font: var(--font-small);
    color: var(--ink-soft);
  }
  .slider input {
    grid-column: 1 / -1;
    width: 100%;
    accent-color: var(--accent);
  }
  label.number {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    color: var(--ink-soft);
  }
  label.number :is(input, select) {
    width: 92px;
    min-height: 30px;
    font: inherit;
    color: var(--ink);
    background: var(--raised);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    padding: 0 4px 0 6px;
  }
  label.number select {
    width: 136px;
  }
  .scale {
    font: var(--font-small);
    color: var(--ink-soft);
  }
  .scale .ends {
    display: flex;
    justify-content: space-between;
  }
  progress {
    width: 100%;
    height: 8px;
    accent-color: var(--accent);
  }
  .below {
    display: grid;
    gap: 6px;
    min-width: 0;
  }
  .below cs-course {
    height: clamp(90px, 16vh, 220px);
  }
  .cams {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr));
    gap: 6px 18px;
  }
  .sums {
    width: max-content;
    max-width: 100%;
    border-collapse: collapse;
    text-align: right;
  }
  .sums th {
    font: var(--font-small);
    color: var(--ink-soft);
    text-align: right;
    padding: 0 14px 0 0;
  }
  .sums td {
    padding: 0 14px 0 0;
  }
  .reading {
    min-height: 21px;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--ink-soft);
  }
  .reading b {
    color: var(--ink);
    font-weight: 600;
  }
  .problem {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 6px 10px;
    border: 1px solid var(--wrong);
    border-left-width: 4px;
    border-radius: var(--radius);
  }
  .exciting {
    min-height: 0;
    overflow: auto;
  }
  .at {
    display: flex;
    align-items: center;
    gap: 4px 18px;
    min-width: 0;
  }
  cs-frames {
    flex: 0 0 300px;
  }
  @container (width < 860px) {
    .methods {
      display: none;
    }
    .methods-list {
      display: block;
      flex: 1;
      min-width: 0;
    }
    header {
      align-items: center;
    }
  }
  @container (width < 620px) {
    :host {
      height: auto;
      overflow: visible;
      grid-template-rows: auto auto auto auto;
    }
    .stage {
      grid-template-columns: minmax(0, 1fr);
    }
    .figures {
      grid-auto-flow: row;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    figure {
      grid-template-rows: auto auto 44cqw;
    }
    figure:only-child {
      grid-column: 1 / -1;
      grid-template-rows: auto auto 80cqw;
    }
    .signals {
      grid-template-columns: minmax(0, 1fr);
      grid-auto-rows: auto;
    }
    .signals figure,
    .signals figure:only-child {
      grid-template: auto auto 110px / minmax(0, 1fr);
    }
    .signals cs-looked-figure {
      grid-area: auto;
    }
    .word {
      display: none;
    }
    figcaption select {
      max-width: 100%;
    }
    .at {
      flex-wrap: wrap;
    }
    .reading {
      white-space: normal;
      min-height: 42px;
    }
  }
  @media (height < 480px) {
    .told,
    .below,
    .reading,
    .controls {
      display: none; /* in a frame that low: the figures, as the address says */
    }
    :host {
      grid-template-rows: auto minmax(0, 1fr);
      height: 100%;
      overflow: hidden;
    }
    .stage {
      grid-template-columns: minmax(0, 1fr);
    }
    .figures {
      grid-auto-flow: column;
      grid-template-columns: none;
    }
    figure,
    figure:only-child {
      grid-template-rows: auto minmax(0, 1fr);
      grid-column: auto;
    }
    figure .fact,
    figure.difference {
      display: none;
    }
  }
  @media (height < 340px) {
    :host {
      grid-template-rows: minmax(0, 1fr);
    }
    header {
      display: none; /* the address names the method; the course is played below */
    }
  }
`;
