"""One of every operation, with the shapes it reads, for the tests of what holds for any operation."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core import ops
from core.ops import Operation
from core.shapes import Shape

VECTOR: Shape = (6,)
SEQUENCE: Shape = (4, 7)
MAPS: Shape = (4, 6, 5)
CLIP: Shape = (4, 4, 5, 6)

SIMPLE = (
    *(ops.ELU, ops.GELU, ops.SELU, ops.Abs, ops.Clip, ops.Cos, ops.Dropout, ops.Erf, ops.Exp, ops.Flatten),
    *(
        ops.Floor,
        ops.GlobalAvgPool,
        ops.GlobalMaxPool,
        ops.HardSigmoid,
        ops.HardSwish,
        ops.LeakyReLU,
        ops.Log,
    ),
    *(ops.LogSoftmax, ops.Mish, ops.Neg, ops.ReLU, ops.ReLU6, ops.Reciprocal, ops.ReduceMax, ops.ReduceMean),
    *(ops.ReduceSum, ops.SiLU, ops.Sigmoid, ops.Sin, ops.Softmax, ops.Softplus, ops.Softsign, ops.Sqrt),
    ops.Tanh,
)


@dataclass(frozen=True)
class Sample:
    """How to build an operation, and the shapes of its inputs."""

    build: Callable[[], Operation]
    inputs: tuple[Shape, ...]

    @property
    def kind(self) -> str:
        return self.build().kind


def _of(build: Callable[[], Operation], *inputs: Shape) -> Sample:
    return Sample(build, inputs)


SAMPLES = (
    *(_of(each, MAPS) for each in SIMPLE),
    *(_of(each, MAPS, MAPS) for each in (ops.Add, ops.Sub, ops.Mul, ops.Div, ops.Maximum, ops.Minimum)),
    *(_of(lambda each=each: each(2, padding=1), SEQUENCE) for each in (ops.MaxPool1d, ops.AvgPool1d)),
    *(_of(lambda each=each: each(2, padding=1), MAPS) for each in (ops.MaxPool2d, ops.AvgPool2d)),
    *(_of(lambda each=each: each(2, padding=1), CLIP) for each in (ops.MaxPool3d, ops.AvgPool3d)),
    _of(lambda: ops.L2Pool1d(3, dilation=2), SEQUENCE),
    _of(lambda: ops.L2Pool2d(3, stride=2, ceil_mode=True), MAPS),
    _of(lambda: ops.L2Pool3d((1, 2, 3)), CLIP),
    *(_of(lambda each=each: each(4, 3, 3, stride=2), SEQUENCE) for each in (ops.Conv1d, ops.ConvTranspose1d)),
    *(_of(lambda each=each: each(4, 2, 2, groups=2), MAPS) for each in (ops.Conv2d, ops.ConvTranspose2d)),
    *(_of(lambda each=each: each(4, 2, 2, dilation=2), CLIP) for each in (ops.Conv3d, ops.ConvTranspose3d)),
    _of(lambda: ops.BatchNorm(4), MAPS),
    _of(lambda: ops.GroupNorm(4, 2), CLIP),
    _of(lambda: ops.InstanceNorm(4), MAPS),
    _of(lambda: ops.LayerNorm((6, 5), axis=1), MAPS),
    _of(lambda: ops.LRN(3), MAPS),
    _of(lambda: ops.PReLU(4), MAPS),
    _of(lambda: ops.Pow(2), MAPS),
    *(_of(lambda each=each: each(4, 3), SEQUENCE) for each in (ops.GRU, ops.LSTM, ops.RNN)),
    _of(lambda: ops.TemporalShift(0.25), CLIP),
    _of(lambda: ops.Dense(6, 3), VECTOR),
    _of(lambda: ops.MatMul(np.ones((7, 3))), SEQUENCE),
    _of(lambda: ops.Constant(np.ones((2, 3)))),
    _of(ops.Concat, MAPS, (2, 6, 5)),
    _of(lambda: ops.Pad((1, 0, 2, 1)), MAPS),
    _of(lambda: ops.Reshape((2, -1)), MAPS),
    _of(lambda: ops.Resize(scale=(2, 2)), MAPS),
    _of(lambda: ops.Slice((1, 0, 2), (3, 6, 5)), MAPS),
    _of(ops.Squeeze, (3, 1, 1)),
    _of(lambda: ops.Transpose((0, 2, 1)), MAPS),
    _of(lambda: ops.Unsqueeze((1,)), SEQUENCE),
)
KINDS = [sample.kind for sample in SAMPLES]


def filled(sample: Sample, seed: int = 0) -> Operation:
    """The operation with random parameters."""
    op = sample.build()
    op.initialize(np.random.default_rng(seed))
    return op


def batches(sample: Sample, n: int = 2, seed: int = 1) -> list[np.ndarray]:
    """Positive float32 inputs, which every function has a value for."""
    rng = np.random.default_rng(seed)
    return [rng.uniform(0.2, 2, (n, *shape)).astype(np.float32) for shape in sample.inputs]
