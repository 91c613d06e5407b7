"""The networks that ship: those trained here, with their recipes, and definitions of the famous ones."""

from functools import cache

from core.zoo import clips_2plus1d, clips_3d, digits, photos, signals, x_or_o
from core.zoo.architectures import definitions
from core.zoo.evaluation import recorded_accuracy
from core.zoo.model import Drawing, Model, Models
from core.zoo.recipe import Recipe
from core.zoo.samples import samples_of
from core.zoo.weights import load, weights_path

RECIPES: dict[str, Recipe] = {
    "photos": photos.RECIPE,
    "digits": digits.RECIPE,
    "x-or-o": x_or_o.RECIPE,
    "clips-3d": clips_3d.RECIPE,
    "clips-2plus1d": clips_2plus1d.RECIPE,
    "signals": signals.RECIPE,
}


@cache
def catalogue() -> Models:
    """Every network of the zoo by id: those trained here with their weights, then the definitions."""
    trained = [
        _trained(
            "photos",
            "Photos",
            "Six 3×3 convolutions that tell ten kinds of animals and vehicles apart, trained on CIFAR-10.",
        ),
        _trained(
            "digits",
            "Digits",
            "LeNet-5 with ReLU and max-pooling reads handwritten digits, trained on MNIST.",
            Drawing(paper=0.0, ink=1.0, brush=2.2),
        ),
        _trained(
            "x-or-o",
            "X or O",
            "Three hand-made features and their votes: small enough to follow every number by hand.",
            Drawing(paper=0.0, ink=1.0, brush=1.0),
        ),
        _trained(
            "clips-3d",
            "Clips, 3D",
            "3D convolutions tell which way a shape moves through eight frames; no single frame tells.",
        ),
        _trained(
            "clips-2plus1d",
            "Clips, (2+1)D",
            "The same clips, with each 3D convolution taken apart: one within the frames, one along time.",
        ),
        _trained(
            "signals",
            "Signals",
            "1D convolutions tell six kinds of waves apart, at any frequency, phase and loudness.",
        ),
    ]
    return Models({model.id: model for model in (*trained, *definitions())})


def _trained(model_id: str, title: str, summary: str, drawing: Drawing | None = None) -> Model:
    recipe = RECIPES[model_id]
    network = load(recipe.ship(), weights_path(model_id))
    return Model(
        id=model_id,
        title=title,
        summary=summary,
        network=network,
        classes=recipe.classes,
        preprocessing=recipe.preprocessing,
        samples=samples_of(model_id, recipe.classes, network.input_shape),
        accuracy=recorded_accuracy(model_id),
        drawing=drawing,
    )
