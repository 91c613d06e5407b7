/** What the field calls the operations, and what their names say. */
import type { LayerDescription } from "../wire/events.ts";

const NAMES: Record<string, string> = {
  abs: "absolute value",
  avgpool1d: "average pooling over time",
  avgpool2d: "average pooling",
  avgpool3d: "average pooling over space and time",
  batchnorm: "batch normalization",
  conv1d: "convolution over time",
  conv2d: "convolution",
  conv3d: "convolution over space and time",
  convtranspose1d: "transposed convolution over time",
  convtranspose2d: "transposed convolution",
  convtranspose3d: "transposed convolution over space and time",
  cos: "cosine",
  div: "divide",
  elu: "ELU",
  erf: "error function",
  exp: "exponential",
  floor: "round down",
  gelu: "GELU",
  globalavgpool: "global average pooling",
  globalmaxpool: "global max pooling",
  groupnorm: "group normalization",
  gru: "GRU",
  hardsigmoid: "hard sigmoid",
  hardswish: "hard swish",
  instancenorm: "instance normalization",
  l2pool1d: "L2 pooling over time",
  l2pool2d: "L2 pooling",
  l2pool3d: "L2 pooling over space and time",
  layernorm: "layer normalization",
  leakyrelu: "leaky ReLU",
  log: "logarithm",
  logsoftmax: "logarithm of softmax",
  lrn: "local response normalization",
  lstm: "LSTM",
  matmul: "matrix product",
  maxpool1d: "max pooling over time",
  maxpool2d: "max pooling",
  maxpool3d: "max pooling over space and time",
  mish: "Mish",
  mul: "multiply",
  neg: "negative",
  pow: "power",
  prelu: "PReLU",
  reduce_max: "maximum over axes",
  reduce_mean: "mean over axes",
  reduce_sum: "sum over axes",
  relu: "ReLU",
  relu6: "ReLU6",
  rnn: "recurrent layer",
  selu: "SELU",
  silu: "SiLU",
  sin: "sine",
  sqrt: "square root",
  sub: "subtract",
  temporalshift: "temporal shift",
};

/** The operation in words; its own name where that is the word. */
export const operationName = (operation: string): string => NAMES[operation] ?? operation;

export const isTransposed = ({ op }: Pick<LayerDescription, "op">): boolean => op.startsWith("convtranspose");

/** For an operation that comes along one, two and three axes: maxpool1d, maxpool2d, maxpool3d. */
export const alongAxes = <T>(name: string, of: T): Record<string, T> =>
  Object.fromEntries([1, 2, 3].map((axes) => [`${name}${axes}d`, of]));
