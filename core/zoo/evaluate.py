"""`python -m core.zoo.evaluate photos`: the network that ships, on its whole test set."""

import argparse
import sys

from core.errors import ConvscopeError
from core.zoo import RECIPES, catalogue
from core.zoo.evaluation import confusion, predictions, report


def main(arguments: list[str] | None = None) -> int:
    """Print accuracy and confusion matrix of the network named on the command line."""
    parser = argparse.ArgumentParser(prog="make evaluate NETWORK=…", description=__doc__)
    parser.add_argument("network", choices=RECIPES)
    model = catalogue()[parser.parse_args(arguments).network]
    try:
        test = RECIPES[model.id].load_data().test
    except ConvscopeError as error:
        print(error, file=sys.stderr)
        return 1
    found = predictions(model.network, model.preprocessing, test)
    print(report(confusion(test.targets, found, len(model.classes)), model.classes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
