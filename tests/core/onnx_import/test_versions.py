"""Operations whose meaning changed from one opset to another."""

import numpy as np
import pytest

from core.ops.base import Array
from tests.core.onnx_import.models import Graph, agree, imported, outputs_of, picture


def softmax(x: Array, axes: tuple[int, ...]) -> Array:
    powers = np.exp(x - x.max(axis=axes, keepdims=True))
    return powers / powers.sum(axis=axes, keepdims=True)


@pytest.mark.parametrize(
    ("opset", "attributes", "axes"),
    [
        (9, {}, (1, 2, 3)),
        (12, {"axis": 2}, (2, 3)),
        (12, {"axis": 3}, (3,)),
        (13, {}, (3,)),
        (13, {"axis": 1}, (1,)),
    ],
)
def test_an_old_softmax_takes_all_axes_from_its_own_on(
    opset: int, attributes: dict[str, int], axes: tuple[int, ...]
) -> None:
    graph = Graph("n", 3, 4, 5, opset=opset)
    graph.node("Softmax", "x", **attributes)
    x = picture((2, 3, 4, 5))
    np.testing.assert_allclose(outputs_of(imported(graph.model()), x), softmax(x, axes), rtol=1e-5)


@pytest.mark.parametrize("opset", [9, 10, 11, 13, 18, 21])
def test_bounds_axes_and_sizes_are_read_where_each_opset_has_them(opset: int) -> None:
    graph = Graph("n", 3, 6, 5, opset=opset)
    x = (
        graph.node("Clip", "x", min=-1.0, max=0.5)
        if opset < 11
        else graph.node("Clip", "x", np.float32(-1), np.float32(0.5))
    )
    if opset < 11:
        x = graph.node("Pad", x, pads=[0, 0, 1, 0, 0, 0, 0, 2], value=0.25)
    else:
        x = graph.node("Pad", x, np.array([0, 0, 1, 0, 0, 0, 0, 2]), np.float32(0.25))
    if opset < 10:
        x = graph.node("Slice", x, starts=[1], ends=[100], axes=[2])
    else:
        x = graph.node("Slice", x, np.array([1]), np.array([100]), np.array([2]))
    split = {"split": [1, 2]} if opset < 13 else {}
    x = graph.node("Split", x, *([] if split else [np.array([1, 2])]), axis=1, outputs=2, **split)
    x = graph.nodes[-1].output[1]
    old, axes = opset < 13, [4]
    x = graph.node("Unsqueeze", x, *([] if old else [np.array(axes)]), **({"axes": axes} if old else {}))
    x = graph.node("Squeeze", x, *([] if old else [np.array(axes)]), **({"axes": axes} if old else {}))
    if opset < 13:
        graph.node("ReduceSum", x, axes=[-1], keepdims=0)
    else:
        graph.node("ReduceSum", x, np.array([-1]), keepdims=0)
    agree(graph.model(), batch=2)
