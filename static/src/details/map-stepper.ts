/** Buttons to the map (or frame) before and the one after. */
import { css, html } from "lit";

export const mapStepperStyles = css`
  .stepper {
    display: inline-flex;
    gap: 2px;
    margin-left: 6px;
    vertical-align: middle;
  }
  .stepper button {
    min-width: 24px;
    min-height: 22px;
    padding: 0;
    line-height: 18px;
  }
  @media (pointer: coarse) {
    .stepper button {
      min-width: 44px;
      min-height: 44px;
    }
  }
`;

export function mapStepper(map: number, maps: number, choose: (map: number) => void, of = "map") {
  return html`
    <span class="stepper" role="group" aria-label=${`${of[0]?.toUpperCase()}${of.slice(1)}`}>
      <button class="quiet" aria-label="Previous ${of}" ?disabled=${map === 0} @click=${() => choose(map - 1)}>‹</button>
      <button class="quiet" aria-label="Next ${of}" ?disabled=${map === maps - 1} @click=${() => choose(map + 1)}>›</button>
    </span>
  `;
}
