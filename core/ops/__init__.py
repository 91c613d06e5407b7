"""One file an operation family; its forward stands beside its backward."""

from core.ops.activation import Clip, HardSigmoid, HardSwish, LeakyReLU, PReLU, ReLU, ReLU6
from core.ops.base import Operation
from core.ops.convolution import (
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
)
from core.ops.dense import Dense, Flatten
from core.ops.dropout import Dropout
from core.ops.elementwise import Abs, Cos, Erf, Exp, Floor, Log, Neg, Pow, Reciprocal, Sin, Sqrt
from core.ops.lrn import LRN
from core.ops.merge import Add, Concat
from core.ops.normalization import BatchNorm, GroupNorm, InstanceNorm, LayerNorm
from core.ops.pooling import AvgPool2d, GlobalAvgPool, L2Pool2d, MaxPool2d
from core.ops.smooth import ELU, GELU, SELU, Mish, Sigmoid, SiLU, Softplus, Softsign, Tanh
from core.ops.softmax import LogSoftmax, Softmax

__all__ = [
    "ELU",
    "GELU",
    "LRN",
    "SELU",
    "Abs",
    "Add",
    "AvgPool2d",
    "BatchNorm",
    "Clip",
    "Concat",
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
    "Cos",
    "Dense",
    "Dropout",
    "Erf",
    "Exp",
    "Flatten",
    "Floor",
    "GlobalAvgPool",
    "GroupNorm",
    "HardSigmoid",
    "HardSwish",
    "InstanceNorm",
    "L2Pool2d",
    "LayerNorm",
    "LeakyReLU",
    "Log",
    "LogSoftmax",
    "MaxPool2d",
    "Mish",
    "Neg",
    "Operation",
    "PReLU",
    "Pow",
    "ReLU",
    "ReLU6",
    "Reciprocal",
    "SiLU",
    "Sigmoid",
    "Sin",
    "Softmax",
    "Softplus",
    "Softsign",
    "Sqrt",
    "Tanh",
]
