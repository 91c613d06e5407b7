"""How long the stream of a backward pass takes on localhost: to its first gradient, to its end."""

import argparse
import json
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.request import Request, urlopen

from tests.browser.server import serving

_FIRST = b'{"event":"gradient"'
# Milliseconds, median, for `photos`.
_TARGETS = {"first gradient": 60, "whole": 150}


def main() -> None:
    """Ask for both passes of a network in turns, and print medians, targets and the ratio."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--model", default="photos")
    parser.add_argument("--rounds", type=int, default=41)
    chosen = parser.parse_args()
    with serving(Path(tempfile.mkdtemp()) / "server.txt") as address:
        with urlopen(f"{address}/api/samples") as answer:
            samples = [each["id"] for each in json.load(answer) if each["model"] == chosen.model]
        base = f"{address}/api/models/{chosen.model}"
        for way in ("forward", "backward"):  # what is done once is not counted
            _times(f"{base}/{way}", samples[0])
        forward, backward = [], []
        for number in range(chosen.rounds):
            sample = samples[number % len(samples)]
            forward.append(_times(f"{base}/forward", sample)["whole"])
            backward.append(_times(f"{base}/backward", sample))
    for name, target in _TARGETS.items():
        measured = median(times[name] for times in backward)
        print(f"stream   {chosen.model} backward, {name:<15} {measured:7.0f} ms   target ≤ {target} ms")
    # In turns, so that both were as fast as the machine was at the time.
    ratio = median(there["whole"] / back for there, back in zip(backward, forward, strict=True))
    print(
        f"stream   {chosen.model} forward,  whole           {median(forward):7.0f} ms   "
        f"backward takes {ratio:.1f} times as long"
    )


def _times(url: str, sample: str) -> dict[str, float]:
    """Milliseconds from the wish to the first gradient, and to the end, of the tensors that the page gets."""
    body = json.dumps({"sample": sample}).encode()
    request = Request(f"{url}?tensors=exact", body, {"Content-Type": "application/json"})
    found: dict[str, float] = {}
    rest = b""
    start = perf_counter()
    with urlopen(request) as response:
        while part := response.read1(1 << 20):
            rest = rest[-len(_FIRST) :] + part
            if "first gradient" not in found and _FIRST in rest:
                found["first gradient"] = 1000 * (perf_counter() - start)
    return found | {"whole": 1000 * (perf_counter() - start)}


if __name__ == "__main__":
    main()
