import type { ProblemDocument, StreamEvent } from "./events.ts";

/** What the server (or the way to it) could not do, in words for a person. */
export class Problem extends Error {
  readonly title: string;
  readonly detail: string;
  /** HTTP status; 0 where no answer came. */
  readonly status: number;

  constructor({ title, detail, status }: ProblemDocument) {
    super(detail || title);
    this.name = "Problem";
    this.title = title;
    this.detail = detail;
    this.status = status;
  }

  /** Whether the server answered, and will not have it: trying again would not help. */
  get isRefusal(): boolean {
    return this.status >= 400 && this.status < 500;
  }
}

/** Headings for a person, where the server's title only names the HTTP status. */
const HEADINGS: Record<number, string> = {
  413: "Too large",
  429: "Too many at once",
  503: "The server is busy",
};

function headingOf(status: number): string {
  return HEADINGS[status] ?? (status < 500 ? "That does not work" : "The server failed");
}

/** The problem that a refused response describes, whatever its body is. */
export async function problemOf(response: Response): Promise<Problem> {
  const { status, statusText } = response;
  const title = headingOf(status);
  const detail = `The server answered ${status} ${statusText} and gave no reason. Try again.`;
  try {
    const document = (await response.json()) as Partial<ProblemDocument>;
    return new Problem({ title, status, detail: document.detail ?? detail });
  } catch {
    return new Problem({ title, status, detail });
  }
}

/** Whether an error only says that its request was given up for a newer one. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** Any failure as a Problem: a lost server throws a bare TypeError in fetch. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem({
    title: "The server cannot be reached",
    detail: "Check that convscope is still running, then try again. What you see is the last answer.",
    status: 0,
  });
}

/**
 * The events of a JSON Lines response, as they arrive.
 *
 * Throws a Problem for a refusal, for an `error` event, and for a stream that stops before its `end`.
 */
export async function* streamEvents<Event extends { event: string } = StreamEvent>(
  response: Response,
): AsyncGenerator<Event> {
  if (!response.ok || !response.body) throw await problemOf(response);
  let ended = false;
  for await (const line of linesOf(response.body)) {
    const event = JSON.parse(line) as Event;
    if (event.event === "error") throw new Problem(event as unknown as ProblemDocument);
    ended ||= event.event === "end";
    yield event;
  }
  if (ended) return;
  throw new Problem({
    title: "The stream broke off",
    detail: "The server stopped before the last layer. Try again.",
    status: 0,
  });
}

/** The non-empty lines of a byte stream; pieces may be cut anywhere, inside a character too. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let pending: string[] = [];
  let finished = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const pieces = (done ? decoder.decode() : decoder.decode(value, { stream: true })).split("\n");
      for (const piece of pieces.slice(0, -1)) {
        const line = [...pending, piece].join("");
        pending = [];
        if (line.trim()) yield line;
      }
      pending.push(pieces[pieces.length - 1] as string);
      finished = done;
      if (done) break;
    }
    const last = pending.join("");
    if (last.trim()) yield last;
  } finally {
    // Whoever stops reading early (for a newer run) also stops the server's work.
    if (!finished) reader.cancel().catch(() => undefined);
  }
}
