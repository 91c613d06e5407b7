import { type Explain, inputAt, number, outputAt, ownCell, result } from "./explanation.ts";

const DEFAULT_EPSILON = 1e-5;

export const batchNorm: Explain = (context) => {
  const { weights, map, layer } = context;
  const x = inputAt(context);
  const readings = [ownCell(context)];
  const rule = "γ · (x − μ) / √(σ² + ε) + β, with the channel's mean μ and variance σ² from training.";
  const [gamma, beta] = [weights.weight?.at(map) ?? 1, weights.bias?.at(map) ?? 0];
  const [mean, variance] = [weights.running_mean?.at(map), weights.running_var?.at(map)];
  const y = result(outputAt(context));
  const epsilon = layer.epsilon ?? DEFAULT_EPSILON;
  if (mean === undefined || variance === undefined) {
    return { readings, rule, formula: [["x = ", number(x), ", y = ", y]] };
  }
  const normalized = (x - mean) / Math.sqrt(variance + epsilon);
  return {
    readings,
    rule,
    formula: [
      [
        "x̂ = (",
        number(x),
        " − ",
        number(mean, "weight"),
        ") / √(",
        number(variance, "weight"),
        ` + ${epsilon}) = `,
        number(normalized),
      ],
      ["y = ", number(gamma, "weight"), " · ", number(normalized), " + ", number(beta, "weight"), " = ", y],
    ],
  };
};
