import { html, LitElement, svg } from "lit";
import { limitOf } from "../colour.ts";
import { curvePath } from "../draw/curve.ts";
import { lengthOf, MARGIN } from "../draw/field-frame.ts";
import { type Field, reachesOut, withinInput } from "../graph/field.ts";
import type { Unit } from "../graph/raster.ts";
import { pictureStyles } from "../styles/picture.ts";
import { shared } from "../styles/shared.ts";
import type { Tensor } from "../wire/tensor.ts";

/** Height of a channel's band, in units of the drawing. */
const BAND = 100;

/** The signal as the network sees it, channel below channel, with the samples pointed at framed on it. */
export class CsSignal extends LitElement {
  static override properties = {
    input: { attribute: false },
    field: { attribute: false },
    place: { attribute: false },
    label: {},
  };

  declare input: Tensor | null;
  declare field: Field | null;
  /** The chosen sample. */
  declare place: Unit | null;
  declare label: string;

  constructor() {
    super();
    this.input = null;
    this.field = null;
    this.place = null;
    this.label = "";
  }

  static override styles = [shared, pictureStyles];

  protected override firstUpdated(): void {
    void import("./cs-place.ts"); // the signal comes first
  }

  override render() {
    const [channels = 1, length = 1] = this.input?.shape ?? [];
    const margin = MARGIN * length;
    const height = BAND * channels;
    const view = [-margin, 0, length + 2 * margin, height];
    return html`
      <div class="sheet">
        <svg role="img" aria-label=${this.label} viewBox=${view.join(" ")} preserveAspectRatio="none">
          ${this.input ? bands(this.input) : ""}
          ${this.field ? frame(this.field, length, height) : ""}
        </svg>
        <cs-place
          .rows=${1}
          .columns=${length}
          .view=${view}
          .place=${this.place}
          .kind=${"signal"}
          @choose-place=${({ detail }: CustomEvent<Unit | null>) =>
            this.dispatchEvent(new CustomEvent("choose-place", { detail }))}
        ></cs-place>
      </div>
      <div class="scale"><span>sample 0</span><span>${length - 1}</span></div>
    `;
  }
}

function bands(input: Tensor) {
  const [channels = 1, length = 1] = input.shape;
  const limit = limitOf(input.data);
  return Array.from({ length: channels }, (_, channel) => {
    const y = channel * BAND;
    const path = curvePath(
      input.map(channel),
      limit,
      { x: 0, y, width: length, height: BAND },
      BAND * MARGIN,
    );
    return svg`<path class="zero" d="M0 ${y + BAND / 2}H${length}" /><path class="curve" d=${path} />`;
  });
}

function frame(field: Field, length: number, height: number) {
  const margin = MARGIN * length;
  const [seen] = withinInput(field, [length]);
  const [whole] = field;
  if (!seen || !whole) return "";
  const left = Math.max(whole.first, -margin);
  const right = Math.min(whole.last + 1, length + margin);
  return svg`
    ${reachesOut(field, [length]) ? svg`<rect class="padding" x=${left} y=${height * 0.03} width=${right - left} height=${height * 0.94} />` : ""}
    <rect class="band" x=${seen.first} y="0" width=${lengthOf(seen)} height=${height} />
    <rect class="seen" x=${seen.first} y=${height * 0.03} width=${lengthOf(seen)} height=${height * 0.94} />
  `;
}

customElements.define("cs-signal", CsSignal);
