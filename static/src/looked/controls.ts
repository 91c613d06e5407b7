/** What can be chosen of a method: how strong its heat is drawn, its own numbers, Grad-CAM's layer. */
import { html } from "lit";
import type { MethodDescription, NumberDescription } from "../wire/attributions.ts";

/** "steps:100,seed:3" of the address. */
export type Numbers = ReadonlyMap<string, string>;

export const parseNumbers = (text: string): Numbers =>
  new Map(
    text
      .split(",")
      .map((part) => part.split(":"))
      .filter(([name, value]) => name && value && Number.isFinite(Number(value))) as [string, string][],
  );

export const formatNumbers = (numbers: Numbers): string =>
  [...numbers].map(([name, value]) => `${name}:${value}`).join(",");

/** The numbers that a method takes, of those chosen. */
export const takenBy = ({ numbers }: MethodDescription, chosen: Numbers): Record<string, string> =>
  Object.fromEntries(
    numbers.flatMap(({ name }) => {
      const value = chosen.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );

const OPACITIES: readonly [string, number][] = [
  ["Picture", 0],
  ["Both", 60],
  ["Heat", 100],
];

/** From the picture alone to the heat alone. */
export function opacityControl(opacity: number, choose: (opacity: number) => void) {
  const alone = (value: number) => (value === 60 ? opacity > 0 && opacity < 100 : opacity === value);
  return html`
    <div class="segments" role="group" aria-label="What is drawn">
      ${OPACITIES.map(([name, value]) => html`<button aria-pressed=${alone(value)} @click=${() => choose(value)}>${name}</button>`)}
    </div>
    <label class="slider"
      >Opacity of the heat <output>${opacity} %</output>
      <input type="range" min="0" max="100" .value=${String(opacity)} @input=${(event: Event) => choose(Number(chosenIn(event)))}
    /></label>
  `;
}

/** A field for each number; what it is unless chosen stands in it. */
export function numberControls(
  { numbers }: MethodDescription,
  chosen: Numbers,
  choose: (numbers: Numbers) => void,
) {
  const set = (number: NumberDescription, text: string) => {
    const next = new Map(chosen);
    if (text === "" || Number(text) === number.usual) next.delete(number.name);
    else next.set(number.name, text);
    choose(next);
  };
  return numbers.map(
    (number) => html`<label class="number" title=${number.says}
      >${number.title}
      <input
        type="number"
        min=${number.least}
        max=${number.most}
        step=${number.whole ? 1 : "any"}
        .value=${chosen.get(number.name) ?? String(number.usual)}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          if (input.reportValidity()) set(number, input.value);
        }}
    /></label>`,
  );
}

/** Grad-CAM: whose maps are looked at; unless chosen, the last ones. */
export function layerControl(layers: readonly string[], chosen: string, choose: (layer: string) => void) {
  return html`<label class="number"
    >Maps of
    <select aria-label="Layer whose maps are looked at" @change=${(event: Event) => choose(chosenIn(event))}>
      ${layers.map((name) => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`)}
    </select></label
  >`;
}

export const chosenIn = (event: Event): string =>
  (event.target as HTMLInputElement | HTMLSelectElement).value;
