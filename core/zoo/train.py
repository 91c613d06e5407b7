"""`python -m core.zoo.train photos`: fetch the data, train from nothing, write the weights, evaluate."""

import argparse
import sys

from core.errors import ConvscopeError
from core.network_file import save
from core.zoo import RECIPES
from core.zoo.evaluation import confusion, predictions, record_accuracy, report
from core.zoo.recipe import Progress, train
from core.zoo.weights import weights_path


def main(arguments: list[str] | None = None) -> int:
    """Train the network named on the command line."""
    parser = argparse.ArgumentParser(prog="make train NETWORK=…", description=__doc__)
    parser.add_argument("network", choices=RECIPES)
    parser.add_argument("--epochs", type=int, help="fewer or more passes over the training set")
    options = parser.parse_args(arguments)
    recipe = RECIPES[options.network]
    try:
        data = recipe.load_data()
    except ConvscopeError as error:
        print(error, file=sys.stderr)
        return 1
    network = recipe.build()
    epochs = options.epochs or recipe.epochs
    for progress in train(recipe, network, data.train, epochs=epochs):
        _display(progress, epochs)
    finished = recipe.finish(network)
    path = weights_path(options.network)
    save(finished, path)
    found = predictions(finished, recipe.preprocessing, data.test)
    counts = confusion(data.test.targets, found, len(recipe.classes))
    record_accuracy(options.network, counts)
    print(report(counts, recipe.classes))
    print(f"Weights written to {path}.")
    return 0


def _display(progress: Progress, epochs: int) -> None:
    """One line an epoch, rewritten batch by batch on a terminal."""
    last = progress.batch == progress.batches
    if not (last or sys.stdout.isatty()):
        return
    done = (progress.epoch + progress.batch / progress.batches) / epochs
    line = (
        f"epoch {progress.epoch + 1:>2}/{epochs}  {progress.batch:>4}/{progress.batches}  "
        f"loss {progress.loss:.4f}  right {progress.accuracy:.2%}  "
        f"{progress.seconds:.0f} s, about {progress.seconds * (1 / done - 1):.0f} s left"
    )
    print(f"\r{line}", end="\n" if last else "", flush=True)


if __name__ == "__main__":
    sys.exit(main())
