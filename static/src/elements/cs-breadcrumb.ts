import { css, html, LitElement, nothing } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import type { GoTo } from "../details/context.ts";
import { inputNamed } from "../downstream.ts";
import { DEPTHS, type Depth } from "../grain.ts";
import { unitWithin } from "../graph/raster.ts";
import { shared } from "../styles/shared.ts";
import type { Spot } from "../whereabouts.ts";

/** A part of the trail: what it is called, and where it leads. */
interface Crumb {
  text: string;
  depth: Depth;
}

/**
 * Where one is: "photos › conv2 › map 7 › unit 12, 5 › product 31". Each part is a link, and has an address.
 *
 * Fires "close" (back to the network) and "go-to" (GoTo).
 */
export class CsBreadcrumb extends LitElement {
  static override properties = {
    network: {},
    layer: {},
    shape: { attribute: false },
    wrt: {},
    spot: { attribute: false },
    depth: {},
    goesDeeper: { type: Boolean },
    addressOf: { attribute: false },
  };

  declare network: string;
  declare layer: string;
  /** Of what the spot is a place of. */
  declare shape: readonly number[];
  /** A parameter's name where it is one of its gradients. */
  declare wrt: string;
  declare spot: Spot;
  /** How deep one is. */
  declare depth: Depth;
  /** Whether the layer's units can be entered. */
  declare goesDeeper: boolean;
  declare addressOf: (depth: Depth | "network") => string;

  static override styles = [
    shared,
    css`
      nav,
      .trail {
        display: flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      .back {
        display: inline-flex;
        align-items: center;
        text-decoration: none;
      }
      .deeper {
        margin-left: auto;
      }
      @container (width < 620px) {
        .deeper {
          display: none; /* the trail's own links lead there too */
        }
      }
      .trail {
        overflow: hidden;
        padding: 3px;
        margin: -3px;
      }
      .crumb {
        display: flex;
        gap: 8px;
        min-width: fit-content;
      }
      .crumb:first-child {
        min-width: 24px;
      }
      .crumb::before {
        content: "›";
        color: var(--ink-faint);
      }
      .crumb > * {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .crumb a {
        color: var(--ink-soft);
        text-decoration-color: var(--line-strong);
        text-underline-offset: 4px;
      }
      .crumb a:hover {
        color: var(--ink);
        text-decoration-color: currentColor;
      }
      .crumb a[aria-current] {
        color: var(--ink);
        font-weight: 600;
        text-decoration: none;
      }
    `,
  ];

  override render() {
    return html`<nav aria-label="Where you are">
      <a class="button back" href=${this.addressOf("network")} title="Escape" @click=${this.#follow(() => this.dispatchEvent(new Event("close")))}>← ${this.network}</a>
      <div class="trail">${this.#crumbs().map((crumb, i, all) => this.#crumb(crumb, i === lastAt(all, this.depth)))}</div>
      ${this.#deeper()}
    </nav>`;
  }

  #deeper() {
    const next = DEPTHS[DEPTHS.indexOf(this.depth) + 1];
    if (!next || !this.goesDeeper) return nothing;
    return html`<button class="deeper" title="Enter" @click=${() => this.#goTo(next)}>Enter the ${next} ⏎</button>`;
  }

  #goTo(depth: Depth): void {
    this.dispatchEvent(new CustomEvent<GoTo>("go-to", { detail: { depth }, bubbles: true, composed: true }));
  }

  #crumbs(): Crumb[] {
    const { map, unit, product } = this.spot;
    const [, ...axes] = this.shape;
    const isVector = axes.length === 0;
    const isParameter = inputNamed(this.wrt) === null;
    const whole = isParameter ? (axes.length > 1 ? "filter" : "unit") : "map";
    const part = isParameter ? this.wrt : "unit";
    const deep: Depth = this.goesDeeper ? "unit" : "layer";
    return [
      { text: this.layer, depth: "layer" },
      { text: `${isVector ? part : whole} ${map}`, depth: isVector ? deep : "layer" },
      ...(isVector ? [] : [{ text: `${part} ${unitWithin(unit, axes).join(", ")}`, depth: deep }]),
      ...(this.depth === "product" ? [{ text: `product ${product ?? 0}`, depth: "product" as const }] : []),
    ];
  }

  #crumb({ text, depth }: Crumb, isHere: boolean) {
    // The blank keeps the parts apart where they are read as text, or copied.
    return html`<span class="crumb"><a
      href=${this.addressOf(depth)}
      title=${text}
      aria-current=${ifDefined(isHere ? "location" : undefined)}
      @click=${this.#follow(() => this.#goTo(depth))}
    >${text}</a> </span>`;
  }

  /** Follows a link without loading the page again; one for a new tab or window is the browser's. */
  #follow(go: () => void) {
    return (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go();
    };
  }
}

/** The part that says where one is: the last one as deep as that. */
const lastAt = (crumbs: readonly Crumb[], depth: Depth): number =>
  crumbs.findLastIndex((crumb) => DEPTHS.indexOf(crumb.depth) <= DEPTHS.indexOf(depth));

customElements.define("cs-breadcrumb", CsBreadcrumb);
