import numpy as np

from core.zoo.model import Preprocessing


def test_pixels_are_centred_and_scaled_channel_by_channel():
    pixels = np.random.default_rng(0).random((2, 3, 4, 5))
    tensor = Preprocessing((0.1, 0.2, 0.3), (0.5, 0.25, 1.0)).tensor(pixels)
    assert tensor.shape == pixels.shape
    assert tensor.dtype == np.float32
    for channel, (mean, std) in enumerate([(0.1, 0.5), (0.2, 0.25), (0.3, 1.0)]):
        np.testing.assert_allclose(
            tensor[:, channel], (pixels[:, channel] - mean) / std, rtol=1e-5, atol=1e-6
        )
