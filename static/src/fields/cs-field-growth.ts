import { css, html, LitElement } from "lit";
import { axisWords } from "../graph/raster.ts";
import { shared } from "../styles/shared.ts";
import type { Growth } from "./growth.ts";

/** The formula of a receptive field with the numbers of every layer on the way; a table an axis where they differ. */
export class CsFieldGrowth extends LitElement {
  static override properties = { axes: { attribute: false }, count: { type: Number } };

  /** Lines for each axis, or one set for all. */
  declare axes: readonly (readonly Growth[])[];
  /** How many axes there are. */
  declare count: number;

  constructor() {
    super();
    this.axes = [];
    this.count = 2;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      math {
        font-size: 17px;
      }
      table {
        border-collapse: collapse;
        width: 100%;
        margin-top: 4px;
        font: var(--font-small);
      }
      caption {
        text-align: left;
        font: var(--font-strong);
        padding-top: 6px;
      }
      th,
      td {
        padding: 2px 10px 2px 0;
        text-align: left;
        white-space: nowrap;
        border-bottom: 1px solid var(--line);
        font-weight: 400;
      }
      thead th {
        color: var(--ink-soft);
        position: sticky;
        top: 0;
        background: var(--paper);
      }
      td.number {
        text-align: right;
      }
      b {
        font-weight: 700;
      }
      tbody th {
        max-width: 130px;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .soft {
        color: var(--ink-soft);
      }
    `,
  ];

  override render() {
    return html`${formula()} ${this.axes.map((lines, axis) => this.#table(lines, axis))}`;
  }

  #table(lines: readonly Growth[], axis: number) {
    const word = this.axes.length > 1 ? (axisWords(this.count)[axis] ?? "") : "";
    return html`<table>
      ${word ? html`<caption>Along the ${word}s</caption>` : html`<caption class="visually-hidden">How the field grows</caption>`}
      <thead>
        <tr>
          <th scope="col">layer</th>
          <th scope="col">k</th>
          <th scope="col">s</th>
          <th scope="col">r: side of the field</th>
          <th scope="col">j: step</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(line)}
      </tbody>
    </table>`;
  }
}

function line({ layer, k, s, dilation, rBefore, jBefore, r, j, isExact }: Growth) {
  if (k === null || s === null) {
    return html`<tr>
      <th scope="row" title=${layer}>${layer}</th>
      <td colspan="2">all</td>
      <td>reads every place: <b>${r}</b></td>
      <td></td>
    </tr>`;
  }
  const dilated = dilation > 1 ? html` <span class="soft">(dilation ${dilation})</span>` : "";
  const grown = isExact
    ? html`${plain(rBefore)} + (${k} − 1)·${plain(jBefore)} = <b>${plain(r)}</b>`
    : html`<b>${plain(r)}</b> <span class="soft">for units of every phase</span>`;
  return html`<tr>
    <th scope="row" title=${layer}>${layer}</th>
    <td>${k}${dilated}</td>
    <td>${plain(s)}</td>
    <td>${grown}</td>
    <td>${plain(jBefore)}·${plain(s)} = <b>${plain(j)}</b></td>
  </tr>`;
}

/** Whole numbers as they are, halves and thirds as fractions. */
function plain(x: number): string {
  if (Number.isInteger(x)) return String(x);
  for (let below = 2; below <= 32; below++) {
    const above = Math.round(x * below);
    if (Math.abs(above / below - x) < 1e-6) return `${above}/${below}`;
  }
  return x.toFixed(3);
}

function formula() {
  return html`<math aria-label="r l = r l minus 1 plus (k l minus 1) times j l minus 1; j l = j l minus 1 times s l">
    <mrow>
      <msub><mi>r</mi><mi>l</mi></msub><mo>=</mo>
      <msub><mi>r</mi><mrow><mi>l</mi><mo>−</mo><mn>1</mn></mrow></msub><mo>+</mo>
      <mo>(</mo><msub><mi>k</mi><mi>l</mi></msub><mo>−</mo><mn>1</mn><mo>)</mo><mo>·</mo>
      <msub><mi>j</mi><mrow><mi>l</mi><mo>−</mo><mn>1</mn></mrow></msub>
      <mspace width="1.2em"></mspace>
      <msub><mi>j</mi><mi>l</mi></msub><mo>=</mo>
      <msub><mi>j</mi><mrow><mi>l</mi><mo>−</mo><mn>1</mn></mrow></msub><mo>·</mo><msub><mi>s</mi><mi>l</mi></msub>
    </mrow>
  </math>`;
}

customElements.define("cs-field-growth", CsFieldGrowth);
