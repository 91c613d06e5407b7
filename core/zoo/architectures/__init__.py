"""The networks that made history, as their papers define them: without weights, which are drawn at random.

Each file is one paper's network, written as its table reads. Figures follow the paper; where the literature
counts differently, the file says which convention it follows. A count of parameters holds what training
changes (batch norm's γ and β, not its running statistics); multiply-accumulates are those of convolutions
and dense layers, their biases' additions not counted.
"""

from collections.abc import Callable

from core.network import Network
from core.zoo.architectures import alexnet, vgg16
from core.zoo.definition import Definition
from core.zoo.model import Drawing, Preprocessing

# Nobody has trained these weights, so that a class with a name would only mislead.
_IMAGENET = tuple(f"class {index}" for index in range(1000))
_IMAGENET_PIXELS = Preprocessing((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


def definitions() -> list[Definition]:
    """All of them, oldest first."""
    return [
        _of_imagenet(
            "alexnet",
            "AlexNet",
            "2012, Krizhevsky, Sutskever and Hinton: ReLU, dropout and graphics cards made a deep network "
            "win ImageNet.",
            alexnet.build,
        ),
        _of_imagenet(
            "vgg16",
            "VGG-16",
            "2014, Simonyan and Zisserman: nothing but 3×3 convolutions, stacked deep.",
            vgg16.build,
        ),
    ]


def _of_imagenet(model_id: str, title: str, summary: str, build: Callable[[], Network]) -> Definition:
    return _definition(model_id, title, summary, build, _IMAGENET, _IMAGENET_PIXELS)


def _definition(
    model_id: str,
    title: str,
    summary: str,
    build: Callable[[], Network],
    classes: tuple[str, ...],
    preprocessing: Preprocessing,
    drawing: Drawing | None = None,
) -> Definition:
    return Definition(
        id=model_id,
        title=title,
        summary=summary,
        network=build(),
        build=build,
        classes=classes,
        preprocessing=preprocessing,
        samples=(),
        drawing=drawing,
    )
