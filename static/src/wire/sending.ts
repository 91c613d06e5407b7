/** The way of all questions to the server. Weights that it has let go of are made again, and asked about again. */

/** Has the server make the weights after a step again; false where nobody knows how. Throws Problem. */
export type Restore = (updated: string) => Promise<boolean>;

/** What the server answers about weights that it does not keep any more. */
const GONE = 410;

let restore: Restore = () => Promise.resolve(false);

/** From now on this is how weights are made again. */
export function restoreWith(way: Restore): void {
  restore = way;
}

/** Throws what fetch throws, or the Problem of making weights again. */
export async function send(address: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(address, init);
  if (response.status !== GONE) return response;
  const updated = new URL(address, "http://here").searchParams.get("updated");
  return updated && (await restore(updated)) ? fetch(address, init) : response;
}
