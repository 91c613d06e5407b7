"""Settings of the property tests, and random numbers."""

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no failure, and a shape that fails once must fail again.
settings.register_profile(
    "engine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=60,
    derandomize=True,
)
settings.load_profile("engine")


@pytest.fixture
def rng() -> np.random.Generator:
    """Random numbers, the same in every run."""
    return np.random.default_rng(2024)
