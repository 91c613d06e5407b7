/** Colour says what kind of number: one diverging palette a kind, symmetric around 0. */
import { activeScheme, type Scheme } from "./scheme.ts";

export type Kind = "activation" | "weight" | "gradient" | "difference" | "grey";
type Rgb = readonly [number, number, number];

/** Stops from zero outwards. On a dark page zero is dark, so that an empty map is quiet there too. */
const STOPS: Record<Scheme, Record<Exclude<Kind, "grey">, { negative: string[]; positive: string[] }>> = {
  light: {
    activation: {
      negative: ["#f7f7f5", "#d1e5f0", "#92c5de", "#4393c3", "#2166ac", "#0b3c73"],
      positive: ["#f7f7f5", "#fddbc7", "#f4a582", "#d6604d", "#b2182b", "#7a0722"],
    },
    weight: {
      negative: ["#f6f5f1", "#f0ddb0", "#dfc27d", "#bf812d", "#8c510a", "#5c3606"],
      positive: ["#f6f5f1", "#c7eae5", "#80cdc1", "#35978f", "#01665e", "#00453a"],
    },
    gradient: {
      negative: ["#f7f6f7", "#e7d4e8", "#c2a5cf", "#9970ab", "#762a83", "#4a0657"],
      positive: ["#f7f6f7", "#d9f0d3", "#a6dba0", "#5aae61", "#1b7837", "#004a1e"],
    },
    difference: {
      negative: ["#f7f7f6", "#d3e3f3", "#9cc3e0", "#5b95c9", "#3a62a8", "#27357a"],
      positive: ["#f7f7f6", "#fbeeb0", "#f2d45c", "#dfae17", "#ac7d00", "#6b4c00"],
    },
  },
  dark: {
    activation: {
      negative: ["#1d2027", "#17365a", "#1f5f9c", "#3f8fc6", "#6bb0dc", "#a5d8f7"],
      positive: ["#1d2027", "#5a1f24", "#9c2f2c", "#d65a45", "#f08a66", "#ffb697"],
    },
    weight: {
      negative: ["#1d2027", "#46310f", "#7d5318", "#b98033", "#d6a95c", "#f0ce8c"],
      positive: ["#1d2027", "#0f403c", "#126a63", "#35978f", "#5fbdb0", "#9fe3d8"],
    },
    gradient: {
      negative: ["#1d2027", "#41204a", "#703080", "#9b6bb0", "#b78bc9", "#d9b3e6"],
      positive: ["#1d2027", "#163f22", "#1f7038", "#54a85d", "#80c97f", "#b3ecab"],
    },
    difference: {
      negative: ["#1d2027", "#232f5e", "#3a55a0", "#5b86cc", "#86b1e3", "#b9d7f7"],
      positive: ["#1d2027", "#473700", "#806300", "#c0960e", "#e3bf3f", "#f8e38d"],
    },
  },
};

const ZERO = 128;
const REACH = 127;
const tables = new Map<string, Uint32Array>();

/** 256 pixels (ABGR words) from −limit to +limit; entry 128 is exactly zero. Grey runs from black to white. */
export function colourTable(kind: Kind, scheme: Scheme = activeScheme()): Uint32Array {
  const key = `${kind} ${scheme}`;
  let table = tables.get(key);
  if (!table) {
    table = Uint32Array.from({ length: 256 }, (_, i) => word(colourAt((i - ZERO) / REACH, kind, scheme)));
    tables.set(key, table);
  }
  return table;
}

/** CSS colour of a value on a scale from −limit to +limit. */
export function colourOf(value: number, limit: number, kind: Kind, scheme: Scheme = activeScheme()): string {
  return `rgb(${colourAt(value / (limit || 1), kind, scheme).join(" ")})`;
}

/** Black or white, whichever reads better on the value's colour: one of them always has a contrast of 4.5. */
export function textColourOn(
  value: number,
  limit: number,
  kind: Kind,
  scheme: Scheme = activeScheme(),
): string {
  const luminance = luminanceOf(colourAt(value / (limit || 1), kind, scheme));
  const onDark = 1.05 / (luminance + 0.05);
  const onLight = (luminance + 0.05) / 0.05;
  return onDark > onLight ? "#ffffff" : "#000000";
}

/** Draws h×w values on a scale from −limit to +limit; NaN becomes a neutral hatch. */
export function paint(
  values: Float32Array,
  h: number,
  w: number,
  kind: Kind,
  limit: number,
  scheme: Scheme = activeScheme(),
): ImageData {
  const table = colourTable(kind, scheme);
  const pixels = new Uint32Array(h * w);
  const factor = limit > 0 ? REACH / limit : 0;
  for (let i = 0; i < pixels.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) pixels[i] = hatch(Math.floor(i / w), i % w);
    else pixels[i] = table[tableIndex(value, factor)] as number;
  }
  return new ImageData(new Uint8ClampedArray(pixels.buffer), w, h);
}

/** The largest magnitude among values, for a symmetric scale; 0 for none. NaN and infinities are left out. */
export function limitOf(values: Float32Array): number {
  let limit = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] as number);
    if (size > limit && size !== Infinity) limit = size;
  }
  return limit;
}

function tableIndex(value: number, factor: number): number {
  const index = ZERO + Math.round(value * factor);
  return index < 0 ? 0 : index > 255 ? 255 : index;
}

function hatch(y: number, x: number): number {
  return word((x + y) % 2 ? [120, 120, 120] : [160, 160, 160]);
}

function colourAt(t: number, kind: Kind, scheme: Scheme): Rgb {
  const clamped = Math.max(-1, Math.min(1, Number.isNaN(t) ? 0 : t));
  if (kind === "grey") {
    const level = Math.round(((clamped + 1) / 2) * 255);
    return [level, level, level];
  }
  const stops = STOPS[scheme][kind][clamped < 0 ? "negative" : "positive"];
  const position = Math.abs(clamped) * (stops.length - 1);
  const lower = Math.min(Math.floor(position), stops.length - 2);
  return mix(rgb(stops[lower] as string), rgb(stops[lower + 1] as string), position - lower);
}

function mix(from: Rgb, to: Rgb, t: number): Rgb {
  const blend = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * t);
  return [blend(0), blend(1), blend(2)];
}

function rgb(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function word([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

function luminanceOf(colour: Rgb): number {
  const linear = (channel: number) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}
