/** Local response normalization: a value stands in its neighbours' sums of squares too. */
import type { DetailContext } from "../context.ts";
import { numberOf } from "../explain/explanation.ts";
import { type Family, forwardAt } from "./back.ts";
import { dBy, downstreamIndex, type Share, summed } from "./shares.ts";

/** y = x · s^−β: a value is in the sums s of the channels around it too. */
export const localResponse: Family = {
  input: {
    explain: (context) => {
      const forward = forwardAt(context);
      const { inputs, output, map, unit } = forward;
      const { tensor } = inputs[0] as DetailContext["inputs"][number];
      const [size, alpha, beta, bias] = [
        numberOf(forward, "size", 5),
        numberOf(forward, "alpha", 1e-4),
        numberOf(forward, "beta", 0.75),
        numberOf(forward, "bias", 1),
      ];
      const before = (size - 1) >> 1;
      const channels = tensor.shape[0] ?? 1;
      const around = (channel: number) =>
        [Math.max(0, channel - before), Math.min(channels - 1, channel + size - 1 - before)] as const;
      const scaleOf = (channel: number) => {
        const [first, last] = around(channel);
        let squares = 0;
        for (let each = first; each <= last; each++) squares += tensor.at(each, ...unit) ** 2;
        return bias + (alpha / size) * squares;
      };
      const shares = Array.from({ length: channels }, (_, channel) => channel)
        .filter((channel) => around(channel)[0] <= map && map <= around(channel)[1])
        .map((channel): Share => {
          const scale = scaleOf(channel);
          const through =
            ((2 * alpha * beta) / size) * tensor.at(map, ...unit) * (output.at(channel, ...unit) / scale);
          const at =
            channel * (output.data.length / channels) +
            (downstreamIndex(context) % (output.data.length / channels));
          return { at, local: (channel === map ? scale ** -beta : 0) - through };
        });
      return {
        ...summed(context, shares, { kind: "gradient" }),
        rule: "The value answers for its own output (δ = 1), and for those whose sum of squares it stands in.",
        symbols: [[dBy("x"), " = Σ ", dBy("y"), " · (δ / s^β − 2αβ/n · x · y / s)"]],
      };
    },
  },
};
