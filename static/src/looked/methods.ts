/** The choice of a method, in its families. */
import { html } from "lit";
import type { MethodDescription } from "../wire/attributions.ts";
import { chosenIn } from "./controls.ts";

/** Buttons beside each other; where there is no room for them a list to choose from. */
export function methodChoice(
  methods: readonly MethodDescription[],
  chosen: string,
  choose: (method: string) => void,
) {
  const families = [...Map.groupBy(methods, ({ family }) => family)];
  return html`
    <div class="methods" role="radiogroup" aria-label="Method">
      ${families.map(
        ([family, members]) => html`<div class="family"><span aria-hidden="true">${family}</span><div>
          ${members.map(
            ({ id, title }) => html`<label class=${id === chosen ? "chosen" : ""}
              ><input type="radio" name="method" value=${id} .checked=${id === chosen} @change=${() => choose(id)} />${title}</label
            >`,
          )}</div></div>`,
      )}
    </div>
    <select class="methods-list" aria-label="Method" @change=${(event: Event) => choose(chosenIn(event))}>
      ${families.map(
        ([family, members]) => html`<optgroup label=${family}>
          ${members.map(({ id, title }) => html`<option value=${id} ?selected=${id === chosen}>${title}</option>`)}
        </optgroup>`,
      )}
    </select>
  `;
}
