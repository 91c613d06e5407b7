"""The networks that steps have made of those that are offered, as long as there is room for them."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from app.problems import Problem
from core.stepping import Stepped
from core.zoo.model import Model

_MIB = 1024**2


@dataclass(frozen=True, eq=False)
class Updated:
    """What a step made: of which model, under which id."""

    id: str
    parent: str | None
    of: Model
    stepped: Stepped

    def as_model(self) -> Model:
        """The model with the network as it is after the step."""
        return self.of.with_network(self.stepped.network)


class UpdatedNetworks:
    """Updated networks by id, up to so many bytes; what nobody has asked for longest makes room for the next.

    Whoever took the steps can take them again. Any thread may call.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[str, Updated] = OrderedDict()
        self._changing = Lock()

    def find(self, model: Model, wanted: str) -> Updated:
        """A step of a model; a 410 problem where it is not here any more."""
        with self._changing:
            found = self._kept.get(wanted)
            # Another network may have taken the name of one that was removed.
            if found is None or found.of is not model:
                raise Problem(
                    410,
                    f"The server does not keep the updated network {wanted[:40]!r} of {model.id} (any more). "
                    f"POST the steps that led to it to /api/models/{model.id}/updates again: the same steps "
                    "give the same id.",
                )
            self._kept.move_to_end(wanted)
        return found

    def keep(self, updated: Updated) -> None:
        """Keep one more; a 413 problem where it alone is larger than all together may be."""
        size = updated.stepped.nbytes
        if size > self._most_bytes:
            raise Problem(
                413,
                f"The updated weights, and what the optimizer remembers, take {size / _MIB:.0f} MiB, and all "
                f"that is kept may take {self._most_bytes / _MIB:g} MiB. Take sgd, which remembers nothing, "
                "or start the server with a higher --max-updates-mib.",
            )
        with self._changing:
            self._kept.pop(updated.id, None)
            while self._kept and self._bytes + size > self._most_bytes:
                self._kept.popitem(last=False)
            self._kept[updated.id] = updated

    @property
    def _bytes(self) -> int:
        return sum(each.stepped.nbytes for each in self._kept.values())
