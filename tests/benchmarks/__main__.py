"""`make bench`: this engine against PyTorch with two threads, where that is installed."""

import argparse
from collections.abc import Mapping

from core.network import Network
from core.parallel import SharedGradients
from core.zoo import digits, photos
from tests.benchmarks import with_engine
from tests.benchmarks.interleaved import Work, medians

_NETWORKS = {"digits": digits.build, "photos": photos.build}
_BATCH = 64
_PROCESSES = 2


def main() -> None:
    """Time every network and print medians, and ratios where there is something to compare with."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    for name, build in _NETWORKS.items():
        network = build()
        network.initialize(0)
        with SharedGradients(network, _PROCESSES) as processes:
            ours = with_engine.works(network, _BATCH, processes)
            _report(name, ours, _pytorch(network), rounds)


def _pytorch(network: Network) -> dict[str, Work]:
    try:
        from tests.benchmarks import with_pytorch
    except ModuleNotFoundError as missing:
        if missing.name != "torch":
            raise
        return {}
    return with_pytorch.works(network, _BATCH)


def _report(name: str, ours: Mapping[str, Work], theirs: Mapping[str, Work], rounds: int) -> None:
    for work in ours:
        pair = {"ours": ours[work]} | ({"PyTorch": theirs[work]} if theirs else {})
        seconds = medians(pair, rounds=rounds)
        line = "  ".join(f"{who} {each * 1e6:>7.0f} µs" for who, each in seconds.items())
        ratio = f"  ratio {seconds['ours'] / seconds['PyTorch']:.2f}" if theirs else ""
        print(f"{name:<8} {work:<22} {line}{ratio}", flush=True)
    if not theirs:
        print(f"{name:<8} PyTorch is not installed: nothing to compare with")


if __name__ == "__main__":
    main()
