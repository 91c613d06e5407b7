import type { WireTensor } from "./events.ts";

/** A dense float32 array with a shape, in C order: activations are C×H×W, weights O×I×H×W. */
export class Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;

  constructor(shape: readonly number[], data: Float32Array) {
    if (sizeOf(shape) !== data.length) {
      throw new RangeError(
        `A tensor of shape ${shape.join("×")} holds ${sizeOf(shape)} numbers, not ${data.length}.`,
      );
    }
    this.shape = shape;
    this.data = data;
  }

  /** The value at one index per axis. */
  at(...index: number[]): number {
    let offset = 0;
    for (let axis = 0; axis < this.shape.length; axis++) {
      offset = offset * (this.shape[axis] as number) + (index[axis] ?? 0);
    }
    return this.data[offset] ?? Number.NaN;
  }

  /** Everything below index `c` of the first axis, as a view: of C×H×W, channel c's H×W values. */
  map(c: number): Float32Array {
    const size = sizeOf(this.shape.slice(1));
    return this.data.subarray(c * size, (c + 1) * size);
  }

  /** The last two axes below channel `c` and, in C order of the axes between, `frame`: a picture's H×W values. */
  plane(c: number, frame = 0): Float32Array {
    const size = sizeOf(this.shape.slice(1).slice(-2));
    return this.map(c).subarray(frame * size, (frame + 1) * size);
  }

  /** Reads a tensor off the wire: base64 of float32 or scaled float16, or nested lists. */
  static decode(wire: WireTensor): Tensor {
    if (typeof wire.data !== "string") {
      return new Tensor(wire.shape, Float32Array.from(wire.data.flat(Infinity) as number[]));
    }
    const bytes = bytesFromBase64(wire.data);
    const data = wire.dtype === "float16" ? fromHalf(bytes, wire.scale ?? 1) : fromSingle(bytes);
    return new Tensor(wire.shape, data);
  }
}

/** One entry of a larger tensor's first axis, standing for the whole: it answers for whichever entry is asked. */
export class OneRow extends Tensor {
  override at(_entry: number, ...index: number[]): number {
    return super.at(0, ...index);
  }

  override map(): Float32Array {
    return this.data;
  }
}

/** How many numbers a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

type BytesFromBase64 = { fromBase64?: (text: string) => Uint8Array };

function bytesFromBase64(text: string): Uint8Array {
  const native = (Uint8Array as BytesFromBase64).fromBase64;
  if (native) return native.call(Uint8Array, text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** As the wire is: its bytes are then the numbers already. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function fromSingle(bytes: Uint8Array): Float32Array {
  if (IS_LITTLE_ENDIAN && bytes.byteOffset % 4 === 0) {
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.byteLength >> 2);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(i * 4, true);
  return values;
}

function fromHalf(bytes: Uint8Array, scale: number): Float32Array {
  const table = halfTable();
  const values = new Float32Array(bytes.length >> 1);
  for (let i = 0; i < values.length; i++) {
    const bits = (bytes[2 * i] as number) | ((bytes[2 * i + 1] as number) << 8);
    values[i] = (table[bits] as number) * scale;
  }
  return values;
}

let cachedHalfTable: Float32Array | undefined;

/** Value of each of the 65,536 float16 numbers: looking up is several times faster than converting. */
function halfTable(): Float32Array {
  cachedHalfTable ??= Float32Array.from({ length: 65536 }, (_, bits) => halfValue(bits));
  return cachedHalfTable;
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
