import { dropout, leakyRelu, relu, sigmoid, softmax, tanh } from "./activation.ts";
import { dense } from "./dense.ts";
import { type Explain, valueAlone } from "./explanation.ts";
import { flatten } from "./flatten.ts";
import { add, concat } from "./merge.ts";
import { batchNorm } from "./normalization.ts";
import { averagePooling, globalAverage, globalMaximum, l2Pooling, maxPooling } from "./pooling.ts";

const EXPLANATIONS: Record<string, Explain> = {
  maxpool2d: maxPooling,
  avgpool2d: averagePooling,
  l2pool2d: l2Pooling,
  globalavgpool: globalAverage,
  globalmaxpool: globalMaximum,
  maxpool1d: maxPooling,
  maxpool3d: maxPooling,
  avgpool1d: averagePooling,
  avgpool3d: averagePooling,
  l2pool1d: l2Pooling,
  l2pool3d: l2Pooling,
  relu,
  leakyrelu: leakyRelu,
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

/** How an operation explains a unit: with a formula, or, where there is none yet, with its value alone. */
export const explanationOf = (operation: string): Explain => EXPLANATIONS[operation] ?? valueAlone;
