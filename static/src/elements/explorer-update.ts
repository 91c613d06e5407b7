/** Steps of learning in the explorer's frame: the way to them under the loss, and the bar that takes them. */
import { html } from "lit";
import type { Session } from "../session.ts";
import type { Plan } from "../wire/updates.ts";

/** Opens the bar; nothing where there is no loss, or the bar is open. */
export function updateButton({ learning, runner, state }: Session) {
  if (state.pass !== "backward" || !runner.run?.loss || learning.isOpen) return "";
  return html`<button
    class="update"
    data-testid="open-update"
    title="Move every weight a little against its gradient, and see the loss fall"
    @click=${() => learning.open(true)}
  >Take a step of learning…</button>`;
}

/** The bar, in a backward pass. */
export function updateBar({ learning, runner, state }: Session) {
  if (state.pass !== "backward" || !learning.isOpen) return "";
  void import("../update/cs-update-bar.ts");
  const isUnit = runner.run?.loss?.name === "unit";
  return html`<cs-update-bar
    .plan=${learning.plan}
    .steps=${learning.taken}
    .left=${learning.left}
    .problem=${learning.problem}
    .refusal=${isUnit ? "Steps are taken down the loss of a class: answer for one." : ""}
    @choose-plan=${(event: CustomEvent<Plan>) => learning.choose(event.detail)}
    @step=${(event: CustomEvent<number>) => void learning.step(event.detail)}
    @stop=${() => learning.stop()}
    @close=${() => learning.open(false)}
  ></cs-update-bar>`;
}
