/** The channels of a convolution as cards: those that the filter reads, and, dim, those beside them. */
import type { ConvImages } from "./conv-images.ts";
import type { ChannelSum, OpenedFilter } from "./convolution.ts";
import type { ChannelCard, Unread } from "./cs-channels.ts";
import type { MapImage } from "./map-image.ts";

/** Channels beside a filter's own that are drawn: so many on each side. */
const UNREAD_EACH_SIDE = 6;

/** Gives a channel's map as the view shows it now. */
export type MapOf = (channel: number) => MapImage;

export const cardsOf = (sums: readonly ChannelSum[], images: ConvImages, mapOf: MapOf): ChannelCard[] =>
  sums.map((sum) => ({
    sum,
    map: mapOf(sum.channel),
    kernel: images.kernel(sum.channel),
  }));

/** The nearest channels that belong to other groups. */
export function unreadBeside({ first, count, context }: OpenedFilter, mapOf: MapOf): Unread {
  const channels = context.inputs[0]?.tensor.shape[0] ?? 1;
  const end = first + count;
  const from = Math.max(0, first - UNREAD_EACH_SIDE);
  const to = Math.min(channels, end + UNREAD_EACH_SIDE);
  const near = [...range(from, first), ...range(end, to)];
  return {
    maps: near.map((channel) => ({ channel, map: mapOf(channel) })),
    more: channels - count - near.length,
  };
}

export function cardsHeading(shown: number, channels: number, called: string): string {
  if (channels === 1) return `The one ${called}`;
  return shown === channels ? `All ${channels} ${called}s` : `${shown} of ${channels} ${called}s`;
}

const range = (first: number, end: number): number[] =>
  Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
