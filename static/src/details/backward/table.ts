/** Which operation goes back how. */
import { withoutFormula } from "../explain/explanation.ts";
import { FUNCTIONS } from "../explain/functions.ts";
import { alongAxes } from "../operation-names.ts";
import { add, divide, maximum, minimum, multiply, subtract } from "./arithmetic.ts";
import type { Back, Family } from "./back.ts";
import { convolution } from "./convolution.ts";
import { concat, flatten, pad, reshape, resize, slice, temporalShift, transpose } from "./copies.ts";
import { dense } from "./dense.ts";
import { functions } from "./functions.ts";
import { localResponse } from "./lrn.ts";
import { batchNorm, groupNorm, layerNorm } from "./normalization.ts";
import {
  averagePooling,
  globalAverage,
  globalMaximum,
  l2Pooling,
  maxPooling,
  reduceMax,
  reduceMean,
  reduceSum,
} from "./pooling.ts";
import { matrixProduct } from "./products.ts";
import { logSoftmax, softmax } from "./softmax.ts";

const FAMILIES: Record<string, Family | null> = {
  ...Object.fromEntries(Object.keys(FUNCTIONS).map((operation) => [operation, functions])),
  ...alongAxes("conv", convolution),
  ...alongAxes("convtranspose", convolution),
  ...alongAxes("maxpool", maxPooling),
  ...alongAxes("avgpool", averagePooling),
  ...alongAxes("l2pool", l2Pooling),
  globalavgpool: globalAverage,
  globalmaxpool: globalMaximum,
  softmax,
  logsoftmax: logSoftmax,
  batchnorm: batchNorm,
  layernorm: layerNorm,
  groupnorm: groupNorm,
  instancenorm: groupNorm,
  lrn: localResponse,
  dense,
  matmul: matrixProduct,
  flatten,
  reshape,
  squeeze: reshape,
  unsqueeze: reshape,
  transpose,
  slice,
  pad,
  resize,
  temporalshift: temporalShift,
  concat,
  add,
  sub: subtract,
  mul: multiply,
  div: divide,
  maximum,
  minimum,
  reduce_sum: reduceSum,
  reduce_mean: reduceMean,
  reduce_max: reduceMax,
};

/** For a way that is not taken apart here: what comes in, and what goes out. */
export const NO_FORMULA: Back = {
  explain: (context) =>
    withoutFormula(
      context,
      `How ${context.layer.op} sends its gradient back is not taken apart here yet; what comes in and what goes out is exact.`,
    ),
};

/** The ways of an operation; null where its own view shows them. */
export const familyOf = (operation: string): Family | null =>
  operation in FAMILIES ? (FAMILIES[operation] as Family | null) : {};
