"""How good a network is: every example of its test set, and a confusion matrix."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets import Examples, unit_range
from core.losses import class_scores
from core.network import Network
from core.zoo.model import Preprocessing
from core.zoo.weights import record_path

_BATCH = 50


def predictions(network: Network, preprocessing: Preprocessing, examples: Examples) -> NDArray[np.intp]:
    """The class index the network gives each example, N values."""
    found = []
    for start in range(0, len(examples), _BATCH):
        pixels = unit_range(examples.pixels[start : start + _BATCH])
        run = network.run(preprocessing.tensor(pixels)).finish(keep=False)
        found.append(class_scores(run.activations[network.logits]).argmax(axis=1))
    return np.concatenate(found)


def confusion(targets: NDArray[Any], predicted: NDArray[Any], classes: int) -> NDArray[Any]:
    """How many pictures of class i (row) were taken for class j (column), K×K."""
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (targets, predicted), 1)
    return counts


def report(counts: NDArray[Any], classes: Sequence[str]) -> str:
    """Accuracy and the confusion matrix as text for a terminal."""
    right, total = int(np.trace(counts)), int(counts.sum())
    width = max(5, *(len(name) + 1 for name in classes))
    head = " " * width + "".join(f"{name:>{width}}" for name in classes)
    rows = [
        f"{name:<{width}}" + "".join(f"{count:>{width}}" for count in row)
        for name, row in zip(classes, counts, strict=True)
    ]
    return "\n".join(
        [
            f"{right} of {total} right: {right / total:.2%}",
            "rows: true class, columns: predicted",
            head,
            *rows,
        ]
    )


def record_accuracy(name: str, counts: NDArray[Any]) -> None:
    """Keep a test's outcome beside the weights, so that it can be told without the test set."""
    outcome = {"right": int(np.trace(counts)), "total": int(counts.sum()), "confusion": counts.tolist()}
    record_path(name).write_text(json.dumps(outcome) + "\n")


def recorded_accuracy(name: str) -> float | None:
    """The share of its whole test set that a network got right when it was trained; None: not recorded."""
    if not record_path(name).exists():
        return None
    outcome = json.loads(record_path(name).read_text())
    return float(outcome["right"] / outcome["total"])
