"""Names of layers: the file's own, as far as they can be told apart and written in a list."""

import re

from core.network import INPUT

_LONGEST = 120
# Names are joined by commas in addresses, and control characters would garble messages.
_UNWANTED = re.compile(r"[,\x00-\x1f\x7f\s]+")


class Names:
    """Gives every layer a name of its own."""

    def __init__(self) -> None:
        self._taken = {INPUT}
        self._counts: dict[str, int] = {}

    def give(self, wanted: str, kind: str) -> str:
        """The name wanted, or one like it; a layer without a name gets its operation's and a number."""
        base = _UNWANTED.sub("_", wanted).strip("/_")[:_LONGEST]
        name = base or self._numbered(kind.lower())
        while name in self._taken:
            name = self._numbered(base or kind.lower())
        self._taken.add(name)
        return name

    def _numbered(self, base: str) -> str:
        self._counts[base] = self._counts.get(base, 0) + 1
        return f"{base}_{self._counts[base]}"
