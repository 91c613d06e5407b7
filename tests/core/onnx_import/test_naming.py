"""Layers' names: the file's own, made to differ and to fit into a list."""

import pytest

from core.onnx_import.naming import Names


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/layer1/layer1.0/conv1/Conv", "layer1/layer1.0/conv1/Conv"),
        ("a, b,c", "a_b_c"),
        ("two\nlines\ttab", "two_lines_tab"),
        ("input", "input_1"),
        ("", "conv_1"),
        ("///", "conv_1"),
        ("x" * 500, "x" * 120),
    ],
)
def test_a_name_survives_as_far_as_it_can(wanted: str, given: str) -> None:
    assert Names().give(wanted, "Conv") == given


def test_names_that_are_the_same_are_numbered() -> None:
    names = Names()
    given = [names.give(each, "Relu") for each in ("a", "a", "", "", "relu_1", "a_1", "a")]
    assert given == ["a", "a_1", "relu_1", "relu_2", "relu_1_1", "a_1_1", "a_2"]
