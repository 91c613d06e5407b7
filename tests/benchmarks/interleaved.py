"""Times several pieces of work turn by turn, so that what else the machine does hits all of them alike."""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Work = Callable[[], object]

# So many times each in a turn: a library's threads spin on for a while when it is done, and would take the
# second core from whatever comes next.
_IN_A_ROW = 4


def medians(works: Mapping[str, Work], *, rounds: int, warm_up: int = 3) -> dict[str, float]:
    """The median seconds of each piece of work, over rounds in which each runs a few times in a row."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(warm_up + rounds):
        for name, work in works.items():
            for _ in range(_IN_A_ROW):
                start = perf_counter()
                work()
                if turn >= warm_up:
                    seconds[name].append(perf_counter() - start)
    return {name: median(times) for name, times in seconds.items()}
