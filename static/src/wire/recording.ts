/** A sample that is a signal, as its file holds it. */

const CHUNK_HEAD = 8;
const FIRST_CHUNK = 12;

/** The samples of a WAV file of 16 bits, in −1…1; of several channels one after the other, as they come. */
export function decodeRecording(file: ArrayBuffer): Float32Array {
  const view = new DataView(file);
  const name = (at: number) => String.fromCharCode(...new Uint8Array(file, at, 4));
  let at = FIRST_CHUNK;
  while (at + CHUNK_HEAD <= file.byteLength && name(at) !== "data") {
    const size = view.getUint32(at + 4, true);
    at += CHUNK_HEAD + size + (size % 2);
  }
  const start = at + CHUNK_HEAD;
  const count = start < file.byteLength ? Math.floor((file.byteLength - start) / 2) : 0;
  return Float32Array.from({ length: count }, (_, i) => view.getInt16(start + 2 * i, true) / 32768);
}
