import { html, nothing } from "lit";
import { colourOf } from "../colour.ts";
import { briefName, formatCount, formatFixed } from "../format.ts";
import { styled } from "../styled.ts";
import { shared } from "../styles/shared.ts";
import type { Shown } from "./adding-up.ts";
import type { Arrangement } from "./conv-layout.ts";
import { headingStyles } from "./heading-styles.ts";
import "./cs-formula.ts";
import { type CsMap, UNIT_FRAME } from "./cs-map.ts";
import "./cs-map.ts";
import { DetailElement } from "./detail-element.ts";
import { frameOf } from "./explain/explanation.ts";
import { fraction, fromShown, number, type Part, power, result, sub } from "./explain/parts.ts";
import { scoresAlong } from "./explain/softmax.ts";
import { cellOf, type Pair } from "./geometry.ts";
import { limitFor } from "./limits.ts";
import { mapStepper, mapStepperStyles } from "./map-stepper.ts";
import { type Chain, chainOf, type Link } from "./softmax-chain.ts";
import { softmaxStyles } from "./softmax-styles.ts";

const NARROW_BELOW = 620;
const LINE = 26;
/** CSS pixels of the table's head and sum, and of the formula and the experiment below it. */
const AROUND = 238;
const FEWEST_LINES = 4;
const MOST_LINES = 24;
const MAP = 240;
/** Smaller shares would be all outline. */
const LEAST_OUTLINE = 0.01;

/** Scores become shares: logits, powers of e, their sum, shares, as aligned bars; temperature as an experiment. */
export class CsSoftmaxDetail extends DetailElement {
  static override properties = { ...DetailElement.properties, temperature: { state: true } };

  /** 1 is what the network does. */
  declare temperature: number;

  constructor() {
    super();
    this.temperature = 1;
  }

  static override styles = [shared, headingStyles, mapStepperStyles, softmaxStyles];

  override render() {
    this.setAttribute("arrangement", this.#arrangement);
    const { scores, own } = scoresAlong(this.context);
    const chain = chainOf(scores, own, this.temperature, this.#lines);
    const real = chainOf(scores, own, 1, this.#lines);
    return html`
      <section class="chain" tabindex="0" aria-label="From logits to shares">
        ${this.#table(chain, real, own)}
        <div class="below">
          <div>${this.#formula(chain, own)}</div>
          ${this.#experiment(chain)}
        </div>
      </section>
      ${this.steps.overMaps ? nothing : this.#output()}
    `;
  }

  protected override slide(): void {
    this.renderRoot.querySelector<CsMap>("#output")?.moveFrame(...this.between((unit) => unit));
  }

  get #arrangement(): Arrangement {
    if (this.room.isLow) return "tiny";
    return this.room.width < NARROW_BELOW ? "narrow" : "wide";
  }

  /** So many scores have a line of their own. */
  get #lines(): number {
    if (this.#arrangement === "tiny") return 2;
    if (this.#arrangement === "narrow") return 12;
    const fitting = Math.floor((this.room.height - AROUND) / LINE);
    return Math.max(FEWEST_LINES, Math.min(MOST_LINES, fitting));
  }

  get #isExperiment(): boolean {
    return this.temperature !== 1;
  }

  /** Along the channels the scores are the classes'; along other axes they have no names. */
  #name(place: number): string {
    const { classes, layer, output } = this.context;
    const isClasses = (layer.axis ?? 0) === 0 && classes.length === output.shape[0];
    return (isClasses && classes[place]) || `value ${place}`;
  }

  #table(chain: Chain, real: Chain, own: number) {
    const input = briefName(this.context.inputs[0]?.name ?? "logits");
    const less = this.#isExperiment ? "(z − m) / T" : "z − m";
    // A bar stands beside its number only where there is room.
    const across = this.#arrangement === "wide" ? 2 : 1;
    return html`
      <table>
        <thead>
          <tr>
            <th scope="col">class</th>
            <th scope="col" colspan=${across} class="score">logit z <small>${input}</small></th>
            <th scope="col" class="less">${less} <small>m = ${formatFixed(chain.largest, 3)}</small></th>
            <th scope="col" colspan=${across} class="power">e<sup>${less}</sup> <small>powers</small></th>
            <th scope="col" colspan="2">share <small>power / Σ</small></th>
          </tr>
        </thead>
        <tbody>
          ${chain.links.map((link, i) => this.#line(link, real.links[i] as Link, chain, own))}
          ${chain.others ? this.#others(chain.others) : nothing}
        </tbody>
        <tfoot>
          <tr>
            <td>Σ</td>
            <td class="score-bar"></td><td class="score"></td><td class="less"></td><td class="power-bar"></td>
            <td class="power">${this.#written(chain.powers, "power-sum")}</td>
            <td></td><td>${this.#written(chain.shares, "share-sum")}</td>
          </tr>
        </tfoot>
      </table>
    `;
  }

  #line({ place, score, exponent, power, share }: Link, real: Link, chain: Chain, own: number) {
    const most = Math.max(...chain.links.map((link) => Math.abs(link.score)));
    const low = Math.min(0, ...chain.links.map((link) => link.score)) / (most || 1);
    const ghost = this.#isExperiment && real.share.value >= LEAST_OUTLINE ? real.share.value : null;
    return html`
      <tr aria-current=${place === own ? "true" : nothing} data-testid="chain-line">
        <td><button class="name" @click=${() => this.#open(place)}>${this.#name(place)}</button></td>
        <td class="bar score-bar">${track(score / (most || 1), low)}</td>
        <td class="number score" data-testid="logit" data-value=${score} title=${score}>${formatFixed(score, 3)}</td>
        <td class="number less" data-value=${exponent} title=${exponent}>${formatFixed(exponent, 3)}</td>
        <td class="bar power-bar">${track(power.value, 0)}</td>
        <td class="number power">${this.#written(power, "power")}</td>
        <td class="bar">${track(share.value, 0, ghost)}</td>
        <td class="number">${this.#written(share, "share")}</td>
      </tr>
    `;
  }

  #others({ count, power, share }: { count: number; power: Shown; share: Shown }) {
    return html`
      <tr class="others">
        <td>the other ${formatCount(count)}</td>
        <td class="score-bar"></td><td class="score"></td><td class="less"></td><td class="power-bar"></td>
        <td class="power">${this.#written(power, "others-power")}</td>
        <td class="bar">${track(share.value, 0)}</td>
        <td>${this.#written(share, "others-share")}</td>
      </tr>
    `;
  }

  #written({ text, value, adjusted }: Shown, name: string) {
    const moved = adjusted ? ", shown with its last digit moved so that the sum is exact" : "";
    return html`<span class=${adjusted ? "adjusted" : ""} title="${value}${moved}" data-testid=${name} data-value=${value}>${text}</span>`;
  }

  #formula(chain: Chain, own: number) {
    const link = chain.links.find(({ place }) => place === own) as Link;
    const value = this.context.output.at(this.context.map, ...this.context.unit);
    const difference: Part[] = [number(link.score), " − ", number(chain.largest)];
    const exponent = this.#isExperiment
      ? [fraction(difference, [temperatureText(this.temperature)])]
      : difference;
    const ends: Part[] = [" = ", this.#isExperiment ? fromShown(link.share, "activation") : result(value)];
    const line: Part[] = [
      sub("p", this.#name(own)),
      " = ",
      fraction([power(["e"], exponent)], ["Σ"]),
      " = ",
      fraction([fromShown(link.power, "activation")], [fromShown(chain.powers, "activation")]),
      ...ends,
    ];
    const limit = limitFor(this.context.inputs[0]?.tensor ?? { data: new Float32Array() });
    return html`
      <cs-formula .lines=${[line]} .limits=${{ activation: limit, weight: 1, gradient: 1, grey: 1 }}></cs-formula>
      <p class="rule">Taking the largest logit m from all changes no share: e<sup>m</sup> cancels above and below the line. It keeps the powers small.</p>
    `;
  }

  #experiment({ entropy, mostEntropy }: Chain) {
    const written = temperatureText(this.temperature);
    return html`
      <div class="experiment ${this.#isExperiment ? "on" : ""}" role="group" aria-label="Experiment: temperature">
        <label for="temperature"><b>Experiment: temperature</b> <output data-testid="temperature">T = ${written}</output></label>
        <input
          id="temperature"
          type="range"
          min="-1"
          max="1"
          step="0.05"
          .value=${String(Math.log10(this.temperature))}
          aria-label="Temperature"
          aria-valuetext="T = ${written}"
          @input=${(event: Event) => {
            this.temperature = temperatureOf(Number((event.target as HTMLInputElement).value));
          }}
        />
        <p>
          <span>${this.#isExperiment ? "Not what the network says; dashed: what it says." : "cold: one takes all · hot: all alike"}</span>
          <button ?disabled=${!this.#isExperiment} @click=${() => {
            this.temperature = 1;
          }}>Reset</button>
        </p>
        <p data-testid="entropy">Entropy ${formatFixed(entropy, 3)} of at most ${formatFixed(mostEntropy, 3)} bits</p>
      </div>
    `;
  }

  #output() {
    const { layer, map, unit, output } = this.context;
    return html`
      <section class="output">
        <h3>${briefName(layer.name)} <small>map ${map} of ${this.steps.maps}</small>${mapStepper(map, this.steps.maps, (next) => this.go({ map: next }))}</h3>
        <cs-map
          id="output"
          data-testid="output-map"
          .image=${this.outputImage(map, frameOf(unit, output))}
          .frame=${UNIT_FRAME}
          .size=${this.#arrangement === "tiny" ? 96 : Math.min(MAP, this.room.width || MAP)}
          .pickable=${true}
          .unit=${cellOf(unit)}
          .label=${`${layer.name}, map ${map}: choose a unit`}
          .caption=${`unit ${unit.join(", ")}`}
          @cell-pick=${({ detail }: CustomEvent<Pair>) => this.go({ unit: [...unit.slice(0, -2), ...detail].slice(-unit.length) })}
        ></cs-map>
      </section>
    `;
  }

  /** Goes to another of the values that share 1. */
  #open(place: number): void {
    const { map, unit, layer } = this.context;
    const axis = typeof layer.axis === "number" ? layer.axis : 0;
    const [next = map, ...rest] = [map, ...unit].map((each, i) => (i === axis ? place : each));
    this.go({ map: next, unit: rest });
  }
}

/** A bar from zero; `real` is outlined where it differs. */
function track(part: number, low: number, real: number | null = null) {
  const span = 1 - low;
  const at = (value: number) => `${((value - low) / span) * 100}%`;
  const style = (value: number) => ({
    left: at(Math.min(0, value)),
    width: `${(Math.abs(value) / span) * 100}%`,
  });
  const colour = colourOf(Math.sign(part) * 0.7, 1, "activation");
  return html`<span class="track" aria-hidden="true" ${styled({ "--zero": at(0) })}
    ><i ${styled({ ...style(part), background: colour })}></i>${real === null ? nothing : html`<i class="real" ${styled(style(real))}></i>`}</span>`;
}

/** From the slider's place, in powers of ten, with two digits: what is computed with is what is shown. */
const temperatureOf = (place: number): number => Number((10 ** place).toPrecision(2));

const temperatureText = (temperature: number): string => formatFixed(temperature, temperature < 1 ? 2 : 1);

customElements.define("cs-softmax-detail", CsSoftmaxDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-softmax-detail": CsSoftmaxDetail;
  }
}
