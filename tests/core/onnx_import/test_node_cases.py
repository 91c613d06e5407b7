"""ONNX's own cases for every operation: a node, an input, the output that every runtime must give.

A case is turned into a network: its first input is the picture, with axis 0 as the batch. Inputs of the same
batch that belong to the picture too (the other summand of an addition) are cut out of one packed input; all
other inputs become constants of the file.
"""

import warnings
from functools import lru_cache

from onnx.backend.test.case.test_case import TestCase
from onnx.backend.test.loader import load_model_tests

# Operations all of whose inputs are computed by layers.
JOINING = ("Add", "Concat", "Div", "Max", "Mean", "Min", "Mul", "Sub", "Sum")


@lru_cache
def all_cases() -> dict[str, TestCase]:
    """ONNX's node cases by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {case.name.removeprefix("test_"): case for case in load_model_tests(kind="node")}
