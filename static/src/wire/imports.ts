/** Networks of the person's own on the server: sent there, and taken away again. */
import type { ModelDescription, ProblemDocument } from "./events.ts";
import { asProblem, Problem, problemOf } from "./stream.ts";

/** A network's file, and what it does not say of itself; what is left out keeps the server's default. */
export interface NetworkFile {
  file: File;
  /** A TOML file that says what the other fields do not. */
  toml?: string;
  /** One a line, in the order of the outputs. */
  labels?: string;
  /** A number, or one a channel with commas between. */
  mean?: string;
  std?: string;
  layout?: "nchw" | "nhwc";
  /** Without the batch, with commas between, where the file leaves sizes open. */
  inputShape?: string;
  foldBatchnorm?: boolean;
}

const MODELS = "/api/models";

/**
 * Sends a network to the server, which answers with its description. Throws Problem, or AbortError.
 *
 * `onProgress` gets the share (0…1) of the file that has been sent: only XMLHttpRequest tells it.
 */
export function importModel(
  network: NetworkFile,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ModelDescription> {
  const request = new XMLHttpRequest();
  signal.addEventListener("abort", () => request.abort());
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as ModelDescription);
      else reject(refusal(request));
    };
    request.onerror = () => reject(asProblem(null));
    request.onabort = () => reject(new DOMException("Given up", "AbortError"));
    request.open("POST", MODELS);
    request.send(formOf(network));
  });
}

/** Takes an imported network away from the server. Throws Problem. */
export async function removeModel(id: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(`${MODELS}/${encodeURIComponent(id)}`, { method: "DELETE" });
  } catch (error) {
    throw asProblem(error);
  }
  if (!response.ok) throw await problemOf(response);
}

/** Asks a server that takes no networks why, without sending it one. */
export async function whyNotImport(): Promise<Problem> {
  try {
    return await problemOf(await fetch(MODELS, { method: "POST", body: new FormData() }));
  } catch (error) {
    return asProblem(error);
  }
}

function formOf({ file, inputShape, foldBatchnorm, ...texts }: NetworkFile): FormData {
  const form = new FormData();
  form.append("file", file, file.name);
  const said = { ...texts, input_shape: inputShape, fold_batchnorm: foldBatchnorm ? "true" : "" };
  for (const [name, text] of Object.entries(said)) if (text) form.append(name, text);
  return form;
}

function refusal({ status, statusText, responseText }: XMLHttpRequest): Problem {
  const detail = `The server answered ${status} ${statusText} and gave no reason. Try again.`;
  let said: Partial<ProblemDocument> = {};
  try {
    said = JSON.parse(responseText) as Partial<ProblemDocument>;
  } catch {
    // Something between here and the server has answered in its own words.
  }
  return new Problem({ title: "This network cannot be opened", status, detail: said.detail ?? detail });
}
