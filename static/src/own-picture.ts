/** The person's own picture: it cannot travel in an address, so it is kept for the tab's lifetime. */
import type { Fit, Source } from "./wire/client.ts";

const KEY = "convscope.picture";
/** Storage holds about 5 MB; a larger picture is simply not there after a reload. */
const LARGEST_KEPT = 3_000_000;

export type OwnSource = Exclude<Source, { kind: "sample" }>;

/** Remembers a picture for a reload; without storage it lasts as long as the page. */
export async function keepPicture(source: OwnSource): Promise<void> {
  const picture = source.kind === "image" ? { ...source, image: await dataUrl(source.image) } : source;
  try {
    const text = JSON.stringify(picture);
    if (text.length <= LARGEST_KEPT) sessionStorage.setItem(KEY, text);
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is refused in some frames.
  }
}

/** The picture kept before a reload, or null. */
export async function keptPicture(): Promise<OwnSource | null> {
  try {
    const text = sessionStorage.getItem(KEY);
    if (!text) return null;
    const kept = JSON.parse(text) as { kind: string; image: string; fit: Fit; pixels: number[][][] };
    if (kept.kind === "pixels") return { kind: "pixels", pixels: kept.pixels };
    return { kind: "image", image: blobOf(kept.image), fit: kept.fit };
  } catch {
    return null;
  }
}

/** The picture as a network takes it: a drawing of another size is sent as a file. */
export async function fitting(own: OwnSource, inputShape: readonly number[]): Promise<OwnSource> {
  if (own.kind !== "pixels") return own;
  const { pixels } = own;
  const sizes = [pixels[0]?.[0]?.length, pixels.length, pixels[0]?.length];
  if (sizes.every((size, axis) => size === inputShape[axis])) return own;
  return { kind: "image", image: await pixelsAsImage(pixels), fit: "fit" };
}

/** A drawing as a PNG. */
async function pixelsAsImage(pixels: number[][][]): Promise<Blob> {
  const height = pixels.length;
  const width = pixels[0]?.length ?? 0;
  const image = new ImageData(width, height);
  pixels.flat().forEach((pixel, i) => {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = Math.round((pixel[c] ?? pixel[0] ?? 0) * 255);
    image.data[4 * i + 3] = 255;
  });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas.convertToBlob();
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** Decoded by hand: the content policy lets fetch reach this server only. */
function blobOf(url: string): Blob {
  const [head = "", body = ""] = url.split(",");
  const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: /data:([^;]*)/.exec(head)?.[1] ?? "" });
}
