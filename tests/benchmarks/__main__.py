"""`make bench`: this engine against PyTorch with two threads, where that is installed."""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from types import ModuleType

from core.network import Network
from core.parallel import SharedGradients
from tests.benchmarks import with_engine
from tests.benchmarks.interleaved import Work, medians
from tests.benchmarks.networks import NETWORKS

_PROCESSES = 2
# A training step's batch, for the networks that are small enough for every kind of work.
_BATCHES = {"TinyVGG": 32, "digits": 64, "photos": 64}


def main() -> None:
    """Time every network and print medians, and ratios where there is something to compare with."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--only", choices=NETWORKS, help="one network instead of all")
    chosen = parser.parse_args()
    torch = _pytorch()
    for name in [chosen.only] if chosen.only else NETWORKS:
        network = NETWORKS[name]()
        network.initialize(0)
        rounds = chosen.rounds if name in _BATCHES else max(3, chosen.rounds // 5)
        with ExitStack() as stack:
            for work, pair in _pairs(name, network, torch, stack):
                _report(name, work, medians(pair, rounds=rounds))
        if name not in _BATCHES:
            extra = with_engine.extra_megabytes(network)
            print(f"{name:<18} memory beside input and activations {extra:.0f} MB", flush=True)
    if torch is None:
        print("PyTorch is not installed: nothing to compare with (pip install torch)")


def _pytorch() -> ModuleType | None:
    try:
        from tests.benchmarks import with_pytorch
    except ModuleNotFoundError as missing:
        if missing.name != "torch":
            raise
        return None
    return with_pytorch


def _pairs(
    name: str, network: Network, torch: ModuleType | None, stack: ExitStack
) -> Iterator[tuple[str, Mapping[str, Work]]]:
    """Each kind of work on a network, done by the engine and, where it is there, by PyTorch."""
    yield "forward", _pair(with_engine.forward(network), torch and torch.forward(network))
    if name not in _BATCHES:
        return
    ours = with_engine.forward_and_gradients(network)
    yield "forward + gradients", _pair(ours, torch and torch.forward_and_gradients(network))
    batch = _BATCHES[name]
    processes = stack.enter_context(SharedGradients(network, _PROCESSES))
    ours = with_engine.training_step(network, batch, processes)
    yield f"training step of {batch}", _pair(ours, torch and torch.training_step(network, batch))


def _pair(ours: Work, theirs: Work | None) -> Mapping[str, Work]:
    return {"ours": ours} | ({"PyTorch": theirs} if theirs else {})


def _report(name: str, work: str, seconds: Mapping[str, float]) -> None:
    line = "  ".join(f"{who} {each * 1e6:>8.0f} µs" for who, each in seconds.items())
    ratio = f"  ratio {seconds['ours'] / seconds['PyTorch']:.2f}" if "PyTorch" in seconds else ""
    print(f"{name:<18} {work:<22} {line}{ratio}", flush=True)


if __name__ == "__main__":
    main()
