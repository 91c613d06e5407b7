import { css, html, LitElement } from "lit";
import { formatCount, formatNumber, formatShape } from "../format.ts";
import { describeField, inputName } from "../graph/field.ts";
import { describeUnit } from "../graph/raster.ts";
import type { Reading } from "../reading.ts";
import { shared } from "../styles/shared.ts";

/** One line under the overview: what is being pointed at, as a sentence with numbers. */
export class CsPointerLine extends LitElement {
  static override properties = { reading: { attribute: false }, idle: {} };

  declare reading: Reading | null;
  /** Shown while nothing is pointed at. */
  declare idle: string;

  constructor() {
    super();
    this.reading = null;
    this.idle = "";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
        font-variant-numeric: tabular-nums;
        color: var(--ink-soft);
      }
      b {
        font-weight: 600;
        color: var(--ink);
      }
    `,
  ];

  override render() {
    const { reading } = this;
    if (!reading) return html`${this.idle}`;
    const quantity = reading.gradient ? "dL/d " : "";
    return html`<b>${quantity}${place(reading)} = ${formatNumber(reading.value)}</b>${changed(reading)}${seen(reading)}${about(reading)}`;
  }
}

function place({ layer, map, unit, shape, classLabel }: Reading): string {
  if (shape.length <= 1) return `${layer}, unit ${map}${classLabel ? ` (${classLabel})` : ""}`;
  return `${layer}, map ${map}, ${describeUnit(unit)}`;
}

function changed({ value, before }: Reading) {
  if (before === undefined || before === value) return "";
  return html`, before <span data-testid="value-before">${formatNumber(before)}</span>`;
}

function seen({ field, picture, description }: Reading): string {
  return description ? `  ·  sees ${describeField(field, picture)}` : "";
}

function about({ description, picture }: Reading): string {
  if (!description) return `  ·  the ${inputName(picture.length)}`;
  const { op, kernel, parameters } = description;
  const size = kernel ? ` ${formatShape(kernel)}` : "";
  const cost = parameters ? `, ${formatCount(parameters)} parameters` : "";
  return `  ·  ${op}${size}${cost}`;
}

customElements.define("cs-pointer-line", CsPointerLine);
