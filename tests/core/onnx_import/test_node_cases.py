"""ONNX's own cases of every operation that can be run, value by value.

A case counts as applicable unless it is nothing that a network with a picture for its input can be asked, for
the reasons in `NO_BATCH` and in `node_cases.not_applicable`. `NOT_RUN` holds those that are applicable and
refused.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pytest

from core.errors import ModelError
from core.onnx_import import SUPPORTED, load_onnx
from core.onnx_import.converters import FOLDED_ONLY
from tests.core.onnx_import.node_cases import (
    NodeCase,
    all_cases,
    concerns_us,
    node_case,
    not_applicable,
    operations,
)

# No axis of the input can be the batch, because the operation works along all, mixes them, or has a constant
# that differs along every one; or the case is about training.
NO_BATCH = (
    r"reduce_\w+_default_axes_\w+|reduce_log_sum_default(_expanded)?|reshape_reordered_all_dims|slice_neg_steps",
    r"(layer|rms)_normalization_(\d)d_axis(0|_negative_\2)(_epsilon)?(_expanded(_ver18)?)?",
    # These flatten the batch into rows.
    r"layer_normalization_(4d_axis([23]|_negative_[12])|3d_axis(2|_negative_1)_epsilon|default_axis)_expanded\w*",
    r"flatten_(axis[02]|negative_axis[24])",
    r"concat_(\d)d_axis_(0|negative_\1)",
    r"causal_conv_with_state_(silu_|with_bias_and_)?(with_)?(past_state|decode_step)_expanded",
    r"(swiglu|rotary_embedding_3d_input)\w*_expanded|prelu_example|gemm_default_matrix_bias",
    r"\w*_training_mode|training_dropout_\w+|training_dropout",
)
# The picture is compared with something, or masked by infinities: there is no layer for that.
COMPARES = r"(elu|attention|flexattention_causal_mask|leakyrelu|prelu|selu|thresholdedrelu)\w*_expanded\w*"
# Applicable, and refused.
NOT_RUN = {
    r"lstm_with_peepholes": "peepholes",
    r"lppool_(\dd_default|2d_same_lower|2d_pads)": "norms other than the second",
    r"matmul_4d_1d": "a weight with one axis",
    r"pow(_example|_bcast_array|_types_float32_u?int(32|64))?": "several exponents",
    r"resize_\w+_antialias": "antialiasing",
    r"resize_\w+_exclude_outside": "leaving out what is outside",
    r"resize_tf_crop_and_resize\w*": "cutting and resizing at once",
}
SEVERAL = "several nodes"


def _is_any_of(name: str, patterns: object) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in patterns)


@lru_cache
def applicable() -> dict[str, NodeCase]:
    """The cases that a network can be asked, by name."""
    return {
        name: node_case(case)
        for name, case in all_cases().items()
        if concerns_us(case) and not_applicable(case) is None and not _is_any_of(name, (*NO_BATCH, COMPARES))
    }


def operation(name: str) -> str:
    """The operation that a case is about."""
    found = operations(all_cases()[name]) - {*FOLDED_ONLY}
    return found.pop() if len(found) == 1 else SEVERAL


def check(case: NodeCase) -> None:
    """Assert that the case comes out right along the first axis that may be the batch; ModelError: none."""
    data = case.model.SerializeToString()
    for axis in range(case.x.ndim):
        try:
            imported = load_onnx(data, batch_axis=axis)
        except ModelError:
            if axis == case.x.ndim - 1:
                raise
            continue
        network = imported.network
        found = network.run(np.moveaxis(case.x, axis, 0)).finish().activations[network.output]
        wanted = _batch_in_front(case.wanted, imported.notes)
        assert found.shape == wanted.shape
        np.testing.assert_allclose(found, wanted, rtol=case.tolerance, atol=1e-5)
        return


def _batch_in_front(wanted: np.ndarray, notes: tuple[str, ...]) -> np.ndarray:
    """An output as a network gives it, by what the import noted about its batch."""
    if any("leaves out the batch" in note for note in notes):
        return wanted[None]
    moved = [re.search(r"batch at axis (\d)", note) for note in notes]
    return np.moveaxis(wanted, next((int(each[1]) for each in moved if each), 0), 0)


@pytest.mark.parametrize("op", [*(op for op in SUPPORTED if not op.endswith("Linear")), SEVERAL])
def test_every_applicable_case_comes_out_right_or_is_on_the_list_of_those_not_run(op: str) -> None:
    cases = {name: case for name, case in applicable().items() if operation(name) == op}
    run = [name for name in cases if not _is_any_of(name, NOT_RUN)]
    assert run, "every operation that can be run has a case that shows it"
    for name in cases:
        if name in run:
            check(cases[name])
        else:
            with pytest.raises(ModelError):
                check(cases[name])


def test_nearly_all_applicable_cases_can_be_run(record_property: Callable[[str, object], None]) -> None:
    names = list(applicable())
    passed = [name for name in names if not _is_any_of(name, NOT_RUN)]
    record_property("onnx_node_cases", f"{len(passed)} of {len(names)}")
    print(f"{len(passed)} of {len(names)} applicable node cases can be run")
    assert len(passed) >= 440
    assert len(passed) >= 0.95 * len(names)


def test_cases_said_to_have_no_batch_are_refused_along_every_axis() -> None:
    for name, case in all_cases().items():
        if concerns_us(case) and not_applicable(case) is None and _is_any_of(name, (*NO_BATCH, COMPARES)):
            with pytest.raises(ModelError):
                check(node_case(case))
