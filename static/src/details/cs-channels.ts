import { css, html, LitElement, nothing } from "lit";
import { colourOf, type Kind } from "../colour.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import { KERNEL_PART } from "./conv-layout.ts";
import type { ChannelSum } from "./convolution.ts";
import type { CsMap, Frame } from "./cs-map.ts";
import "./cs-map.ts";
import type { Pair } from "./geometry.ts";
import type { MapImage } from "./map-image.ts";
import { SchemeController } from "./scheme-controller.ts";

/** CSS pixels between the frames of a kernel. */
const FRAME_GAP = 2;
/** A map that is not read, as part of one that is. */
const UNREAD_PART = 0.6;

/** One channel's card: its map and its kernel. */
export interface ChannelCard {
  sum: ChannelSum;
  map: MapImage;
  kernel: readonly MapImage[];
}

/** Maps of channels that belong to other filters, and how many more there are. */
export interface Unread {
  maps: readonly { channel: number; map: MapImage }[];
  more: number;
}

/** All channels that a unit reads, each with its kernel and its sum. Fires "channel-choose" with the channel. */
export class CsChannels extends LitElement {
  static override properties = {
    cards: { attribute: false },
    frame: { attribute: false },
    ring: { attribute: false },
    chosen: { type: Number },
    thumb: { type: Number },
    limit: { type: Number },
    lit: { attribute: false },
    unread: { attribute: false },
    kind: {},
    called: {},
    valued: {},
  };

  declare cards: readonly ChannelCard[];
  declare frame: Frame;
  declare ring: readonly [number, number, number, number];
  declare chosen: number;
  /** CSS pixels of a map. */
  declare thumb: number;
  /** The largest channel sum that a bar shows in full. */
  declare limit: number;

  /** The cell of the chosen channel's kernel to point out, in C order. */
  declare lit: number | null;
  /** Channels beside those that the filter reads. */
  declare unread: Unread;
  /** What kind of numbers the sums are. */
  declare kind: Kind;
  /** What the input's maps are: "channel"; of the way back "filter". */
  declare called: string;
  /** What a card's number is. */
  declare valued: string;

  protected readonly scheme = new SchemeController(this);

  constructor() {
    super();
    this.cards = [];
    this.ring = [0, 0, 0, 0];
    this.chosen = 0;
    this.thumb = 44;
    this.limit = 1;
    this.lit = null;
    this.unread = { maps: [], more: 0 };
    this.kind = "activation";
    this.called = "channel";
    this.valued = "sum";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 5px;
        align-content: start;
      }
      button {
        display: grid;
        gap: 3px;
        padding: 5px 6px 3px;
        min-height: 0;
        border-color: var(--line);
        background: var(--raised);
        color: var(--ink);
      }
      button[aria-pressed="true"] {
        color: var(--ink);
        background: var(--raised);
        border-color: var(--field);
        box-shadow: 0 0 0 1px var(--field);
      }
      .maps {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 5px;
      }
      .kernel {
        display: grid;
        gap: 2px;
      }
      .unread {
        display: grid;
        gap: 2px;
        align-content: start;
        margin-left: 8px;
        padding-left: 10px;
        border-left: 1.5px dashed var(--edge);
        font: var(--font-small);
        color: var(--ink-soft);
      }
      .unread > div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
      }
      figure {
        margin: 0;
        display: grid;
        justify-items: center;
      }
      figure cs-map {
        opacity: 0.45;
        filter: grayscale(0.7);
      }
      .sum {
        position: relative;
        display: flex;
        justify-content: space-between;
        gap: 6px;
        padding-bottom: 4px;
        font-variant-numeric: tabular-nums;
        line-height: 18px;
      }
      .index {
        color: var(--ink-soft);
      }
      .adjusted {
        text-decoration: underline dotted;
        text-underline-offset: 3px;
      }
      .bar {
        position: absolute;
        bottom: 0;
        height: 3px;
        border-radius: 1px;
      }
    `,
  ];

  /** Slides the windows over all maps. */
  moveFrames(y: number, x: number): void {
    for (const map of this.renderRoot.querySelectorAll<CsMap>(".source")) map.moveFrame(y, x);
  }

  override render() {
    return html`${this.cards.map((card) => this.#card(card))}${this.unread.maps.length ? this.#unread() : nothing}`;
  }

  #unread() {
    const { maps, more } = this.unread;
    const size = Math.round(this.thumb * UNREAD_PART);
    return html`
      <div class="unread" data-testid="unread">
        <span>${this.#unreadBy}</span>
        <div>
          ${maps.map(
            ({ channel, map }) =>
              html`<figure data-testid="unread-channel"><cs-map .image=${map} .size=${size} .label=${`${this.called} ${channel}, ${this.#unreadBy}`}></cs-map><figcaption>${channel}</figcaption></figure>`,
          )}
          ${more ? html`<span>and ${more} more</span>` : nothing}
        </div>
      </div>
    `;
  }

  get #unreadBy(): string {
    return this.called === "channel" ? "not read by this filter" : "do not read this channel";
  }

  #card({ sum: { channel, sum }, map, kernel }: ChannelCard) {
    return html`
      <button
        aria-pressed=${channel === this.chosen}
        aria-label="${capital(this.called)} ${channel}, ${this.valued} ${sum.text}"
        data-testid="channel"
        @click=${() => this.dispatchEvent(new CustomEvent<number>("channel-choose", { detail: channel }))}
      >
        <span class="maps">
          <cs-map class="source" .image=${map} .ring=${this.ring} .frame=${this.frame} .size=${this.thumb} .label=${`${this.called} ${channel}`}></cs-map>
          ${this.#kernel(kernel, `kernel of ${this.called} ${channel}`, channel === this.chosen ? this.lit : null)}
        </span>
        <span class="sum" title="${this.valued} ${sum.value}${sum.adjusted ? ", shown with its last digit moved so that the sum is exact" : ""}">
          <i class="bar" ${styled(this.#bar(sum.value))} aria-hidden="true"></i>
          <span class="index">${channel}</span>
          <span class=${sum.adjusted ? "adjusted" : ""} data-testid=${`channel-${this.valued}`} data-value=${sum.value}>${sum.text}</span>
        </span>
      </button>
    `;
  }

  /** A kernel; its frames below each other, where it has several. */
  #kernel(frames: readonly MapImage[], label: string, lit: number | null = null) {
    const room = frames.length === 1 ? this.thumb * KERNEL_PART : this.thumb / frames.length - FRAME_GAP;
    const maps = frames.map(
      (image, i) =>
        html`<cs-map .image=${image} .size=${Math.round(room)} .lit=${litIn(image, i, lit)} .label=${frames.length > 1 ? `${label}, frame ${i}` : label}></cs-map>`,
    );
    return html`<span class="kernel">${maps}</span>`;
  }

  /** Below the number, from the middle to the left (negative) or the right. */
  #bar(value: number): Record<string, string> {
    const part = Math.min(1, Math.abs(value) / (this.limit || 1)) * 50;
    return {
      left: `${value < 0 ? 50 - part : 50}%`,
      width: `${part}%`,
      background: colourOf(Math.sign(value) * 0.7, 1, this.kind),
    };
  }
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The lit cell of a kernel, where it is in its frame `plane`. */
function litIn({ height, width }: MapImage, plane: number, lit: number | null): Pair | undefined {
  if (lit === null || Math.floor(lit / (height * width)) !== plane) return undefined;
  return [Math.floor(lit / width) % height, lit % width];
}

customElements.define("cs-channels", CsChannels);

declare global {
  interface HTMLElementTagNameMap {
    "cs-channels": CsChannels;
  }
}
