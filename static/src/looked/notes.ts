/** What the colours mean here, and how far what is asked has come. */
import { html } from "lit";
import { formatNumber } from "../format.ts";
import type { MethodDescription } from "../wire/attributions.ts";
import type { Answer } from "./answer.ts";
import { BEYOND } from "./heat.ts";

/** The colours' ends in numbers, and that two targets share them. */
export function scaleNote({ holds }: MethodDescription, limit: number, targets: number, scheme: string) {
  const end = formatNumber(limit);
  // The second target may have more than the first: the difference is signed in any case.
  const isSigned = holds === "signed" || targets > 1;
  return html`<div class="scale" data-testid="scale">
    <div class="ends"><span>${isSigned ? "against" : "nothing"}</span><span>for it</span></div>
    <cs-legend bare ?half=${!isSigned} kind="gradient" .limit=${limit} .scheme=${scheme}></cs-legend>
    <div class="ends"><span>${isSigned ? `−${end}` : "0"}</span>${isSigned ? html`<span>0</span>` : ""}<span>${end}</span></div>
    <div>${targets > 1 ? "One scale for all figures; " : ""}${100 * (1 - BEYOND)} % of the pixels lie within.</div>
  </div>`;
}

/** A bar while answers are on their way, and a way to give up. */
export function waitingNote(answers: readonly (Answer | null)[], busy: boolean, cancel: () => void) {
  if (!busy) {
    const isPart = answers.some((answer) => answer && !answer.found);
    return isPart ? html`<p role="status">Given up before the end.</p>` : "";
  }
  const shares = answers.map((answer) => {
    if (!answer) return 0;
    if (answer.found) return 1;
    return answer.length ? answer.steps.length / answer.length : 0;
  });
  const share = shares.reduce((sum, each) => sum + each, 0) / Math.max(1, shares.length);
  const bar =
    share > 0
      ? html`<progress max="1" .value=${share} aria-label="Asked so far"></progress>`
      : html`<progress aria-label="Asked so far"></progress>`;
  return html`<div role="group" aria-label="Under way">${bar}<button @click=${cancel}>Cancel</button></div>`;
}
