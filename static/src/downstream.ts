/** What a place in the address leads into backward: the gradient that the opened layer hands on. */
import type { Tensor } from "./wire/tensor.ts";

/** Which of a layer's inputs an address names (see State.wrt); null where it names a parameter. */
export const inputNamed = (wrt: string): number | null =>
  wrt === "" ? 0 : /^\d+$/.test(wrt) ? Number(wrt) : null;

/** The gradient that an address names; the first input's where there is none of that name. */
export function downstreamOf(
  { dInputs, dParameters }: { dInputs: readonly Tensor[]; dParameters: Readonly<Record<string, Tensor>> },
  wrt: string,
): Tensor | undefined {
  const input = inputNamed(wrt);
  return (input === null ? dParameters[wrt] : dInputs[input]) ?? dInputs[0];
}
