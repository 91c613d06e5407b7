"""The samples (pictures, clips, signals), and the rule they were chosen by.

The rule: of every class the first two examples in the order of the test set, whatever the network makes of
them. `python -m core.zoo.write_samples` writes them again.
"""

from collections.abc import Sequence
from pathlib import Path

from core.inputs import ending_of
from core.shapes import Shape
from core.zoo.model import Sample

PER_CLASS = 2
_FOLDER = Path(__file__).parent / "samples"


def samples_of(model_id: str, classes: Sequence[str], input_shape: Shape) -> tuple[Sample, ...]:
    """A network's samples: the first of every class, then the second of every class."""
    ending = ending_of(input_shape)
    return tuple(
        _sample(model_id, label, number, ending) for number in range(1, PER_CLASS + 1) for label in classes
    )


def _sample(model_id: str, label: str, number: int, ending: str) -> Sample:
    name = f"{label.lower()}-{number}"
    return Sample(f"{model_id}-{name}", label, _FOLDER / model_id / f"{name}{ending}")
