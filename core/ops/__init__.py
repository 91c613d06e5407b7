"""One file an operation family; its forward stands beside its backward."""

from core.ops.activation import Clip, HardSigmoid, HardSwish, LeakyReLU, PReLU, ReLU, ReLU6
from core.ops.arithmetic import Add, Div, Maximum, Minimum, Mul, Sub
from core.ops.base import Operation
from core.ops.constant import Constant
from core.ops.convolution import (
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
)
from core.ops.dense import Dense, MatMul
from core.ops.dropout import Dropout
from core.ops.elementwise import Abs, Cos, Erf, Exp, Floor, Log, Neg, Pow, Reciprocal, Sin, Sqrt
from core.ops.gated import GRU, LSTM
from core.ops.global_pooling import GlobalAvgPool, GlobalMaxPool
from core.ops.lrn import LRN
from core.ops.merge import Concat
from core.ops.normalization import BatchNorm, GroupNorm, InstanceNorm, LayerNorm
from core.ops.padding import Pad
from core.ops.pooling import (
    AvgPool1d,
    AvgPool2d,
    AvgPool3d,
    L2Pool1d,
    L2Pool2d,
    L2Pool3d,
    MaxPool1d,
    MaxPool2d,
    MaxPool3d,
)
from core.ops.recurrent import RNN
from core.ops.reduce import ReduceMax, ReduceMean, ReduceSum
from core.ops.reshape import Flatten, Reshape, Squeeze, Transpose, Unsqueeze
from core.ops.resize import Resize
from core.ops.slicing import Slice
from core.ops.smooth import ELU, GELU, SELU, Mish, Sigmoid, SiLU, Softplus, Softsign, Tanh
from core.ops.softmax import LogSoftmax, Softmax
from core.ops.temporal_shift import TemporalShift

__all__ = [
    "ELU",
    "GELU",
    "GRU",
    "LRN",
    "LSTM",
    "RNN",
    "SELU",
    "Abs",
    "Add",
    "AvgPool1d",
    "AvgPool2d",
    "AvgPool3d",
    "BatchNorm",
    "Clip",
    "Concat",
    "Constant",
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
    "Cos",
    "Dense",
    "Div",
    "Dropout",
    "Erf",
    "Exp",
    "Flatten",
    "Floor",
    "GlobalAvgPool",
    "GlobalMaxPool",
    "GroupNorm",
    "HardSigmoid",
    "HardSwish",
    "InstanceNorm",
    "L2Pool1d",
    "L2Pool2d",
    "L2Pool3d",
    "LayerNorm",
    "LeakyReLU",
    "Log",
    "LogSoftmax",
    "MatMul",
    "MaxPool1d",
    "MaxPool2d",
    "MaxPool3d",
    "Maximum",
    "Minimum",
    "Mish",
    "Mul",
    "Neg",
    "Operation",
    "PReLU",
    "Pad",
    "Pow",
    "ReLU",
    "ReLU6",
    "Reciprocal",
    "ReduceMax",
    "ReduceMean",
    "ReduceSum",
    "Reshape",
    "Resize",
    "SiLU",
    "Sigmoid",
    "Sin",
    "Slice",
    "Softmax",
    "Softplus",
    "Softsign",
    "Sqrt",
    "Squeeze",
    "Sub",
    "Tanh",
    "TemporalShift",
    "Transpose",
    "Unsqueeze",
]
