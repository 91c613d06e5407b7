import assert from "node:assert/strict";
import { test } from "node:test";
import { asProblem, linesOf, Problem, problemOf, streamEvents } from "./stream.ts";

function bodyOf(...pieces: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
      controller.close();
    },
  });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test("lines come out whole wherever the stream was cut", async () => {
  assert.deepEqual(await all(linesOf(bodyOf('{"a"', ':1}\n{"b":', "2}\n"))), ['{"a":1}', '{"b":2}']);
});

test("a cut inside a character does no harm", async () => {
  const bytes = new TextEncoder().encode("é\n");
  assert.deepEqual(await all(linesOf(bodyOf(bytes.slice(0, 1), bytes.slice(1)))), ["é"]);
});

test("empty lines are skipped and a last line needs no line end", async () => {
  assert.deepEqual(await all(linesOf(bodyOf("a\n\n", "b"))), ["a", "b"]);
});

test("a stream that ends well yields its events", async () => {
  const events = await all(streamEvents(new Response(bodyOf('{"event":"end"}\n'))));
  assert.deepEqual(events, [{ event: "end" }]);
});

test("an error event becomes a problem with its words", async () => {
  const line = '{"event":"error","type":"about:blank","title":"Broken","status":500,"detail":"Try again."}\n';
  await assert.rejects(all(streamEvents(new Response(bodyOf(line)))), (error) => {
    assert.ok(error instanceof Problem);
    assert.deepEqual([error.title, error.detail, error.status], ["Broken", "Try again.", 500]);
    return true;
  });
});

test("a stream that stops before its end is a problem", async () => {
  await assert.rejects(all(streamEvents(new Response(bodyOf("")))), /Try again/);
});

test("a refusal is a problem with the server's own reason, under a heading for people", async () => {
  const refusal = Response.json(
    { title: "Not Found", detail: "There are photos and digits." },
    { status: 404 },
  );
  const problem = await problemOf(refusal);
  assert.deepEqual(
    [problem.title, problem.detail, problem.status],
    ["That does not work", "There are photos and digits.", 404],
  );
});

test("a refusal that is no problem document still says its status", async () => {
  const problem = await problemOf(new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
  assert.equal(problem.title, "The server failed");
  assert.match(problem.detail, /502 Bad Gateway/);
});

test("a lost server is told in words for a person", () => {
  assert.match(asProblem(new TypeError("Failed to fetch")).title, /cannot be reached/);
});
