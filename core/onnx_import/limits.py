"""How much a model file may ask for."""

from dataclasses import dataclass

from core.errors import ModelError


@dataclass(frozen=True)
class Limits:
    """The most of everything; all of it is checked before memory is taken or work is done.

    file_bytes: the file. nodes: nodes of the graph. parameters: numbers in constants and weights together.
    activations: numbers that all layers of one picture's pass hold. working: numbers one layer may need
    besides (padding, stacked windows). macs: multiply-accumulates of one picture's pass.
    """

    file_bytes: int = 256 * 2**20
    nodes: int = 10_000
    parameters: int = 150_000_000
    activations: int = 100_000_000
    working: int = 2**28
    macs: int = 10**11


class Budget:
    """What is left of one limit while a model is read."""

    def __init__(self, most: int, what: str) -> None:
        self.most, self.what = most, what
        self.used = 0

    def take(self, amount: int, who: str) -> None:
        """Use up some; ModelError, naming who asked, where it is more than is left."""
        self.used += amount
        if self.used > self.most:
            raise ModelError(
                f"{who} brings the model to {self.used:,} {self.what}; {self.most:,} are allowed. "
                "Use a smaller model or input, or raise the limit."
            )
