import { dropout, leakyRelu, relu, sigmoid, softmax, tanh } from "./activation.ts";
import { dense } from "./dense.ts";
import type { Explain } from "./explanation.ts";
import { flatten } from "./flatten.ts";
import { add, concat } from "./merge.ts";
import { batchNorm } from "./normalization.ts";
import { averagePooling, globalAverage, l2Pooling, maxPooling } from "./pooling.ts";

const EXPLANATIONS: Record<string, Explain> = {
  maxpool2d: maxPooling,
  avgpool2d: averagePooling,
  l2pool2d: l2Pooling,
  globalavgpool: globalAverage,
  relu,
  leaky_relu: leakyRelu,
  sigmoid,
  tanh,
  softmax,
  dropout,
  batchnorm: batchNorm,
  dense,
  flatten,
  add,
  concat,
};

/** How an operation explains a unit; undefined for one that is shown without a formula. */
export const explanationOf = (operation: string): Explain | undefined => EXPLANATIONS[operation];
