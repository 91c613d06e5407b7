/** Functions of one value with their derivatives, from an operation's own settings; at a kink as the engine has it. */
import type { LayerDescription } from "../../wire/events.ts";

export interface Curve {
  /** f(x). */
  of(x: number): number;
  /** f′(x). */
  slope(x: number): number;
}

type Settings = Pick<LayerDescription, string>;

const HALF_NORMAL = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** 1 / (1 + e⁻ˣ), without a power that could overflow. */
export const sigmoid = (x: number): number =>
  x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));

/** ln(1 + eˣ), without a power that could overflow. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** The error function, right to seven digits (Abramowitz and Stegun, 7.1.26). */
export function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}

const setting = (settings: Settings, name: string, missing: number): number =>
  typeof settings[name] === "number" ? (settings[name] as number) : missing;

const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));

const clipped = (low: number, high: number): Curve => ({
  of: (x) => clamp(x, low, high),
  slope: (x) => (x > low && x < high ? 1 : 0),
});

/** x where positive, slope · x elsewhere. */
export const leaky = (slope: number): Curve => ({
  of: (x) => (x > 0 ? x : slope * x),
  slope: (x) => (x > 0 ? 1 : slope),
});

const exponential = (alpha: number, scale = 1): Curve => ({
  of: (x) => scale * (x > 0 ? x : alpha * Math.expm1(x)),
  slope: (x) => scale * (x > 0 ? 1 : alpha * Math.exp(x)),
});

function gelu(approximate: unknown): Curve {
  const isTanh = approximate === "tanh";
  const bent = (x: number) => HALF_NORMAL * (x + CUBIC * x ** 3);
  const share = (x: number) => 0.5 * (1 + (isTanh ? Math.tanh(bent(x)) : erf(x * Math.SQRT1_2)));
  const density = (x: number) =>
    isTanh
      ? 0.5 * (1 - Math.tanh(bent(x)) ** 2) * HALF_NORMAL * (1 + 3 * CUBIC * x * x)
      : Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  return { of: (x) => x * share(x), slope: (x) => share(x) + x * density(x) };
}

const silu: Curve = {
  of: (x) => x * sigmoid(x),
  slope: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
};

const mish: Curve = {
  of: (x) => x * Math.tanh(softplus(x)),
  slope: (x) => Math.tanh(softplus(x)) + x * (1 - Math.tanh(softplus(x)) ** 2) * sigmoid(x),
};

function hardSigmoid(alpha: number, beta: number): Curve {
  const line = (x: number) => alpha * x + beta;
  return { of: (x) => clamp(line(x), 0, 1), slope: (x) => (line(x) > 0 && line(x) < 1 ? alpha : 0) };
}

const hardSwish: Curve = {
  of: (x) => x * clamp(x / 6 + 0.5, 0, 1),
  slope: (x) => (x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5),
};

const CURVES: Record<string, (settings: Settings) => Curve> = {
  relu: () => clipped(0, Infinity),
  relu6: () => clipped(0, 6),
  clip: (settings) => clipped(setting(settings, "low", -Infinity), setting(settings, "high", Infinity)),
  leakyrelu: (settings) => leaky(setting(settings, "slope", 0.01)),
  elu: (settings) => exponential(setting(settings, "alpha", 1)),
  selu: (settings) => exponential(setting(settings, "alpha", 1.67326), setting(settings, "gamma", 1.0507)),
  gelu: (settings) => gelu(settings.approximate),
  silu: () => silu,
  mish: () => mish,
  sigmoid: () => ({ of: sigmoid, slope: (x) => sigmoid(x) * (1 - sigmoid(x)) }),
  hardsigmoid: (settings) => hardSigmoid(setting(settings, "alpha", 0.2), setting(settings, "beta", 0.5)),
  hardswish: () => hardSwish,
  tanh: () => ({ of: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 }),
  softplus: () => ({ of: softplus, slope: sigmoid }),
  softsign: () => ({ of: (x) => x / (1 + Math.abs(x)), slope: (x) => 1 / (1 + Math.abs(x)) ** 2 }),
  dropout: () => ({ of: (x) => x, slope: () => 1 }),
  exp: () => ({ of: Math.exp, slope: Math.exp }),
  log: () => ({ of: Math.log, slope: (x) => 1 / x }),
  sqrt: () => ({ of: Math.sqrt, slope: (x) => 0.5 / Math.sqrt(x) }),
  abs: () => ({ of: Math.abs, slope: Math.sign }),
  neg: () => ({ of: (x) => -x, slope: () => -1 }),
  reciprocal: () => ({ of: (x) => 1 / x, slope: (x) => -1 / (x * x) }),
  erf: () => ({ of: erf, slope: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) }),
  pow: (settings) => power(setting(settings, "exponent", 1)),
  sin: () => ({ of: Math.sin, slope: Math.cos }),
  cos: () => ({ of: Math.cos, slope: (x) => -Math.sin(x) }),
  floor: () => ({ of: Math.floor, slope: () => 0 }),
};

function power(exponent: number): Curve {
  return { of: (x) => x ** exponent, slope: (x) => exponent * x ** (exponent - 1) };
}

/** The curve of an operation that looks at each value alone; null for all others. */
export const curveOf = (layer: LayerDescription): Curve | null => CURVES[layer.op]?.(layer) ?? null;
