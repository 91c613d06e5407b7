"""One file an operation family; its forward stands beside its backward."""

from core.ops.activation import LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
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
from core.ops.merge import Add, Concat
from core.ops.normalization import BatchNorm
from core.ops.pooling import AvgPool2d, GlobalAvgPool, L2Pool2d, MaxPool2d

__all__ = [
    "Add",
    "AvgPool2d",
    "BatchNorm",
    "Concat",
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalAvgPool",
    "L2Pool2d",
    "LeakyReLU",
    "MaxPool2d",
    "Operation",
    "ReLU",
    "Sigmoid",
    "Softmax",
    "Tanh",
]
