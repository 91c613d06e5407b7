/** Pictures of maps and kernels, painted once and kept: frames of the film only copy them. */
import { type Kind, limitOf, paint } from "../colour.ts";
import { drawCurve } from "../draw/curve.ts";
import { INPUT } from "../graph/connectivity.ts";
import { frameOrigin, type Raster, rasterOf } from "../graph/raster.ts";
import { hasOwnColours, paintChannel, paintPicture } from "../picture.ts";
import type { Scheme } from "../scheme.ts";
import type { Preprocessing } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";
import { isGradient } from "./mirror.ts";

/** A painted picture on a canvas that it may share with others. */
export interface Tile {
  image: OffscreenCanvas;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How a vector is drawn. */
interface Cells {
  columns: number;
  rows: number;
}

/** Of what is shut, as a pixel: it stands out from zero on light and dark pages. */
const GREY: Record<Scheme, number> = { light: 0xff4a4a4a, dark: 0xff9a9a9a };

/** In which colours numbers are painted. */
interface Look {
  kind: Kind;
  limit: number;
  /** Given where they are a picture's, which keeps its own. */
  own: Preprocessing | null;
}

/** Stands for the whole picture in its colours, where maps are its channels. */
export const WHOLE = -1;
/** What is kept at once. */
const MOST_PIXELS = 16e6;
/** A signal's curve is drawn this large, in pixels. */
const SIGNAL_WIDTH = 320;
const STRIP = 0.3;

interface Sheet {
  of: readonly unknown[];
  image: OffscreenCanvas;
  pen: OffscreenCanvasRenderingContext2D;
  width: number;
  height: number;
  across: number;
  /** Where each map that is painted stands on the sheet. */
  painted: Map<number, number>;
}

export interface Palette {
  scheme: Scheme;
  ink: string;
  paper: string;
}

export class Atlas {
  #sheets = new Map<string, Sheet>();
  palette: Palette = { scheme: "light", ink: "#000", paper: "#fff" };

  /** A map of a layer's output: a vector's is all of it, as a block with so many columns and rows. */
  map(
    name: string,
    tensor: Tensor,
    map: number,
    limit: number,
    cells: Cells | null,
    picture: Preprocessing | null,
  ): Tile {
    const raster = rasterOf(tensor.shape);
    const maps = (cells ? 1 : raster.maps) + 1;
    const size = cells ? [cells.columns, cells.rows] : sizeOf(raster);
    const sheet = this.#sheet(name, [tensor, limit, this.palette.scheme], size, maps);
    const own = name === INPUT && picture && hasOwnColours(tensor) ? picture : null;
    const look: Look = { kind: isGradient(name) ? "gradient" : "activation", limit, own };
    return this.#tile(sheet, cells ? 0 : map, (pen, x, y) => {
      if (cells) pen.putImageData(block(tensor, cells, look, this.palette.scheme), x, y);
      else if (raster.kind === "signal") this.#signal(pen, tensor.map(map), look, x, y);
      else frames(pen, raster, x, y, (frame) => this.#frame(tensor, map, frame, raster, look));
    });
  }

  /** Grey where a map has a value before and none after, and clear elsewhere. */
  shut(name: string, before: Tensor, after: Tensor, map: number, cells: Cells | null): Tile {
    const raster = rasterOf(after.shape);
    const size = cells ? [cells.columns, cells.rows] : [raster.width, raster.height];
    const maps = cells ? 1 : raster.maps;
    const sheet = this.#sheet(`${name} shut`, [before, after, this.palette.scheme], size, maps + 1);
    const grey = GREY[this.palette.scheme];
    return this.#tile(sheet, cells ? 0 : map, (pen, x, y) => {
      const start = cells ? 0 : map * raster.axes.reduce((all, length) => all * length, 1);
      const values = (tensor: Tensor, frame: number) =>
        cells ? inBlock(tensor, cells) : tensor.data.subarray(start + frame * raster.rows * raster.columns);
      const [columns, rows] = cells ? [cells.columns, cells.rows] : [raster.columns, raster.rows];
      frames(pen, cells ? { ...raster, frames: 1 } : raster, x, y, (frame) => {
        const [was, is] = [values(before, frame), values(after, frame)];
        const pixels = new Uint32Array(columns * rows).map((_, i) => (was[i] && !is[i] ? grey : 0));
        return new ImageData(new Uint8ClampedArray(pixels.buffer), columns, rows);
      });
    });
  }

  /** One channel of a filter, its frames beside each other. */
  kernel(name: string, key: number, values: Float32Array, kernel: readonly number[], limit: number): Tile {
    const [rows, columns] = [kernel.at(-2) ?? 1, kernel.at(-1) ?? 1];
    const count = values.length / (rows * columns);
    const sheet = this.#sheet(`${name} kernels`, [name, this.palette.scheme], [columns * count, rows], 4096);
    return this.#tile(sheet, key, (pen, x, y) => {
      for (let i = 0; i < count; i++) {
        const part = values.subarray(i * rows * columns, (i + 1) * rows * columns);
        pen.putImageData(
          paint(part, rows, columns, "weight", limit, this.palette.scheme),
          x + i * columns,
          y,
        );
      }
    });
  }

  #frame(
    tensor: Tensor,
    map: number,
    frame: number,
    { rows, columns }: Raster,
    { kind, limit, own }: Look,
  ): ImageData {
    if (own && map === WHOLE) return paintPicture(tensor, own, frame);
    if (own) return paintChannel(tensor, map, own, frame);
    return paint(tensor.plane(Math.max(0, map), frame), rows, columns, kind, limit, this.palette.scheme);
  }

  #signal(
    pen: OffscreenCanvasRenderingContext2D,
    values: Float32Array,
    { kind, limit }: Look,
    x: number,
    y: number,
  ): void {
    const { width, height } = signalSize(values.length);
    const strip = new OffscreenCanvas(values.length, 1);
    const image = paint(values, 1, values.length, kind, limit, this.palette.scheme);
    strip.getContext("2d")?.putImageData(image, 0, 0);
    const top = Math.round(height * (1 - STRIP));
    pen.imageSmoothingEnabled = false;
    pen.fillStyle = this.palette.paper;
    pen.fillRect(x, y, width, height);
    pen.globalAlpha = 0.4;
    pen.drawImage(strip, x, y, width, top);
    pen.globalAlpha = 1;
    pen.drawImage(strip, x, y + top, width, height - top);
    const box = { x, y: y + 3, width, height: top - 6 };
    drawCurve(pen as unknown as CanvasRenderingContext2D, values, limit, box, this.palette.ink);
  }

  #tile(
    sheet: Sheet,
    map: number,
    paintAt: (pen: OffscreenCanvasRenderingContext2D, x: number, y: number) => void,
  ): Tile {
    const { width, height, across, painted, image, pen } = sheet;
    let place = painted.get(map);
    const isNew = place === undefined;
    place ??= painted.size;
    const x = (place % across) * (width + 1);
    const y = Math.floor(place / across) * (height + 1);
    if (isNew) {
      painted.set(map, place);
      paintAt(pen, x, y);
    }
    return { image, x, y, width, height };
  }

  #sheet(
    name: string,
    of: readonly unknown[],
    [width = 1, height = 1]: readonly number[],
    most: number,
  ): Sheet {
    const kept = this.#sheets.get(name);
    const isFull = kept && kept.painted.size >= capacityOf(kept);
    if (kept && !isFull && kept.of.every((part, i) => part === of[i])) {
      this.#sheets.delete(name);
      this.#sheets.set(name, kept);
      return kept;
    }
    const shown = Math.min(most, MOST_TILES);
    const across = Math.ceil(Math.sqrt((shown * (height + 1)) / (width + 1)));
    const down = Math.ceil(shown / across);
    const image = new OffscreenCanvas(across * (width + 1), down * (height + 1));
    const pen = image.getContext("2d") as OffscreenCanvasRenderingContext2D;
    const sheet = { of, image, pen, width, height, across, painted: new Map<number, number>() };
    this.#sheets.set(name, sheet);
    this.#letGo(name);
    return sheet;
  }

  #letGo(inUse: string): void {
    let pixels = 0;
    for (const { image } of this.#sheets.values()) pixels += image.width * image.height;
    for (const [name, { image }] of this.#sheets) {
      if (pixels <= MOST_PIXELS) return;
      if (name === inUse) continue;
      pixels -= image.width * image.height;
      this.#sheets.delete(name);
    }
  }
}

/** More maps than these are never drawn of one volume, beside those that are opened. */
const MOST_TILES = 72;

const capacityOf = ({ image, height, across }: Sheet): number =>
  across * Math.floor(image.height / (height + 1));

function sizeOf({ kind, width, height, columns }: Raster): number[] {
  if (kind !== "signal") return [width, height];
  const size = signalSize(columns);
  return [size.width, size.height];
}

/** A whole number of pixels for each sample, so that parts of the curve begin where samples do. */
function signalSize(samples: number): { width: number; height: number } {
  const width = samples * Math.max(1, Math.round(SIGNAL_WIDTH / samples));
  return { width, height: Math.round(width / 3.5) };
}

function frames(
  pen: OffscreenCanvasRenderingContext2D,
  raster: Raster,
  x: number,
  y: number,
  imageOf: (frame: number) => ImageData,
): void {
  for (let frame = 0; frame < raster.frames; frame++) {
    const [top, left] = frameOrigin(raster, frame);
    pen.putImageData(imageOf(frame), x + left, y + top);
  }
}

/** A vector's values as cells, column by column. */
function block(tensor: Tensor, cells: Cells, { kind, limit }: Look, scheme: Scheme): ImageData {
  return paint(inBlock(tensor, cells), cells.rows, cells.columns, kind, limit, scheme);
}

function inBlock({ data }: Tensor, { columns, rows }: Cells): Float32Array {
  const values = new Float32Array(columns * rows);
  for (let i = 0; i < values.length; i++) {
    values[(i % rows) * columns + Math.floor(i / rows)] = data[i] ?? 0;
  }
  return values;
}

const limits = new WeakMap<Tensor, number>();
/** Of the largest magnitude; few values are far larger than all others, and would leave these without colour. */
const LEAST_SHARE = 0.3;
const SATURATED = 0.99;
const MOST_LOOKED_AT = 20_000;

/** Half-width of a layer's colour scale: beyond it colours are saturated. */
export function scaleOf(tensor: Tensor): number {
  let limit = limits.get(tensor);
  if (limit === undefined) {
    const largest = limitOf(tensor.data);
    const every = Math.max(1, Math.floor(tensor.data.length / MOST_LOOKED_AT));
    const sizes = tensor.data
      .filter((_, i) => i % every === 0)
      .map(Math.abs)
      .sort();
    const usual = sizes[Math.floor(sizes.length * SATURATED)] ?? 0;
    limit = tensor.shape.length < 2 ? largest : Math.min(largest, Math.max(usual, LEAST_SHARE * largest));
    limits.set(tensor, limit);
  }
  return limit;
}
