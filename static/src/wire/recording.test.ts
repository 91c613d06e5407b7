import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeRecording } from "./recording.ts";

/** Chunks of a WAV file: a name and its bytes. */
function wave(...chunks: [string, number[]][]): ArrayBuffer {
  const bytes = [..."RIFF....WAVE"].map((letter) => letter.charCodeAt(0));
  for (const [name, content] of chunks) {
    const padding = content.length % 2 ? [0] : [];
    bytes.push(
      ...[...name].map((letter) => letter.charCodeAt(0)),
      content.length,
      0,
      0,
      0,
      ...content,
      ...padding,
    );
  }
  return Uint8Array.from(bytes).buffer;
}

test("samples run from −1 to 1", () => {
  const samples = decodeRecording(wave(["data", [0x00, 0x80, 0x00, 0x00, 0xff, 0x7f]]));
  assert.deepEqual([...samples], [-1, 0, Math.fround(32767 / 32768)]);
});

test("chunks before the samples are passed over, odd ones with their padding", () => {
  const samples = decodeRecording(wave(["fmt ", [1, 0]], ["note", [1, 2, 3]], ["data", [0x00, 0x40]]));
  assert.deepEqual([...samples], [0.5]);
});

test("a file without samples has none", () => {
  assert.equal(decodeRecording(wave(["fmt ", [1, 0]])).length, 0);
  assert.equal(decodeRecording(new ArrayBuffer(0)).length, 0);
});
