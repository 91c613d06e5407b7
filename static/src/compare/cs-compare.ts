import { html, LitElement, nothing } from "lit";
import { copyText } from "../clipboard.ts";
import { limitOf, paint } from "../colour.ts";
import { SchemeController } from "../details/scheme-controller.ts";
import "../fields/cs-field-patch.ts";
import { formatNumber, formatPercent } from "../format.ts";
import { shared } from "../styles/shared.ts";
import { compareStyles } from "./compare-styles.ts";
import { comparisonText } from "./comparison-text.ts";
import { type Difference, differenceOf, type Side, sideOf, type Wanted } from "./side.ts";

const MOST_SCORES = 3;

/** A pinned unit beside the current one, with the difference between them. Fires "unpin". */
export class CsCompare extends LitElement {
  static override properties = {
    pinned: { attribute: false },
    current: { attribute: false },
    missing: {},
    copied: { state: true },
  };

  declare pinned: Wanted;
  declare current: Wanted;
  /** Why there is nothing on the right. */
  declare missing: string;
  declare copied: boolean;
  /** A change of scheme paints again. */
  protected readonly scheme = new SchemeController(this);

  static override styles = [shared, compareStyles];

  override render() {
    const [pinned, current] = this.#sides;
    const difference = pinned && current ? differenceOf(pinned, current) : null;
    const limit = Math.max(...[pinned, current].map((side) => (side ? limitOf(side.values) : 0)));
    return html`
      ${pinned ? this.#side("Pinned", pinned, limit) : html`<p role="status">Running the pinned network…</p>`}
      <section class="between" aria-label="Difference">
        ${pinned && current ? this.#between(difference, pinned, current) : nothing}
        <div class="tools">
          <button ?disabled=${!pinned || !current} @click=${this.#copy}>${this.copied ? "Copied" : "Copy numbers"}</button>
          <button @click=${() => this.dispatchEvent(new Event("unpin"))}>Unpin</button>
        </div>
      </section>
      ${current ? this.#side("Current", current, limit) : html`<p role="status">${this.missing}</p>`}
    `;
  }

  #side(title: string, side: Side, limit: number) {
    const { layer, map, unit, rows, columns, cell, curve } = side;
    const place = unit.length ? `map ${map}, unit ${unit.join(", ")}` : `unit ${map}`;
    const isSignal = rows === 1 && unit.length === 1;
    return html`<section class="side" aria-label=${title} data-testid=${title.toLowerCase()}>
      <h2><b>${title}</b> ${side.model} · ${layer} · ${place} · ${side.picture}</h2>
      <cs-field-patch
        .image=${side.patch}
        .window=${side.window}
        .curve=${curve}
        .label=${`${title}: the part of the picture that the unit sees`}
      ></cs-field-patch>
      <cs-field-patch
        .image=${paint(side.values, rows, columns, "activation", limit)}
        .window=${[{ first: 0, last: rows - 1 }, { first: 0, last: columns - 1 }]}
        .mark=${cell}
        .curve=${isSignal ? side.values : null}
        .label=${`${title}: the unit's map`}
      ></cs-field-patch>
      <div class="numbers">
        <output>${formatNumber(side.value)}</output>
        <ol aria-label="Highest scores">
          ${side.scores
            .slice(0, MOST_SCORES)
            .map(
              ({ label, probability }) =>
                html`<li><span>${label}</span> <span>${formatPercent(probability ?? Number.NaN)}</span></li>`,
            )}
        </ol>
      </div>
    </section>`;
  }

  /** What is there of both sides. */
  get #sides(): [Side | null, Side | null] {
    return [sideOf(this.pinned), sideOf(this.current)];
  }

  #between(difference: Difference | null, pinned: Side, current: Side) {
    if (!difference) {
      return html`<p>Maps of ${pinned.rows}×${pinned.columns} and ${current.rows}×${current.columns} have no difference place by place.</p>
        <p>Values: <b>${signed(current.value - pinned.value)}</b></p>`;
    }
    const { rows, columns, cell } = current;
    return html`<h2><b>Difference</b></h2>
      <cs-field-patch
        .image=${paint(difference.values, rows, columns, "activation", difference.largest)}
        .window=${[{ first: 0, last: rows - 1 }, { first: 0, last: columns - 1 }]}
        .mark=${cell}
        .label=${"Current minus pinned, place by place"}
      ></cs-field-patch>
      <p data-testid="difference">
        unit <b>${signed(difference.units)}</b><br />largest ±${formatNumber(difference.largest)}<br />mean |Δ| ${formatNumber(difference.mean)}
      </p>`;
  }

  readonly #copy = async (): Promise<void> => {
    const [pinned, current] = this.#sides;
    if (!pinned || !current) return;
    await copyText(comparisonText(pinned, current));
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, 1500);
  };
}

const signed = (x: number): string => (x > 0 ? `+${formatNumber(x)}` : formatNumber(x));

customElements.define("cs-compare", CsCompare);
