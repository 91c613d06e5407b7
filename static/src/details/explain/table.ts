/** Which operation is explained how. */

import type { DetailContext } from "../context.ts";
import { alongAxes } from "../operation-names.ts";
import { add, divide, maximum, minimum, multiply, subtract } from "./arithmetic.ts";
import { concat } from "./concat.ts";
import { convolution } from "./convolution.ts";
import { constant, pad, reshape, slice, temporalShift, transpose } from "./copies.ts";
import { dense } from "./dense.ts";
import { type Explain, type Explanation, valueAlone } from "./explanation.ts";
import { flatten } from "./flatten.ts";
import { FUNCTIONS } from "./functions.ts";
import { batchNorm, groupNorm, layerNorm, localResponse } from "./normalization.ts";
import { averagePooling, globalAverage, globalMaximum, l2Pooling, maxPooling } from "./pooling.ts";
import { matrixProduct } from "./products.ts";
import { reduceMax, reduceMean, reduceSum } from "./reduce.ts";
import { resize } from "./resize.ts";
import { logSoftmax, softmax } from "./softmax.ts";

const EXPLANATIONS: Record<string, Explain> = {
  ...FUNCTIONS,
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
  constant,
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

/** How an operation explains a unit: with a formula, or, where there is none yet, with its value alone. */
const explanationOf = (operation: string): Explain => EXPLANATIONS[operation] ?? valueAlone;

/** What there is to say of the opened unit: forward its operation's explanation, backward that of its way back. */
export const explained = (context: DetailContext): Explanation =>
  (context.back?.explain ?? explanationOf(context.layer.op))(context);
