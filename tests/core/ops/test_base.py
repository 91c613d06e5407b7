import numpy as np
import pytest

from core.ops.base import he_normal


@pytest.mark.parametrize("shape", [(3, 5), (700, 800), (1 << 18, 2)])
def test_he_initialization_has_the_variance_that_keeps_relu_networks_alive(shape):
    weights = he_normal(np.random.default_rng(1), shape)
    assert weights.shape == shape
    assert weights.dtype == np.float32
    expected = np.random.default_rng(1).standard_normal(shape) * np.sqrt(2 / shape[1])
    np.testing.assert_array_equal(weights, expected.astype(np.float32))  # however many are drawn at once
