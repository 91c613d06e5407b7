"""The networks that made history, as their papers define them: without weights, which are drawn at random.

Each file is one paper's network, written as its table reads. Figures follow the paper; where the literature
counts differently, the file says which convention it follows. A count of parameters holds what training
changes (batch norm's γ and β, not its running statistics); multiply-accumulates are those of convolutions
and dense layers, their biases' additions not counted.
"""

from collections.abc import Callable
from functools import partial

from core.datasets import mnist
from core.network import Network
from core.zoo.architectures import (
    alexnet,
    googlenet,
    lenet5,
    mobilenet_v1,
    mobilenet_v2,
    resnet,
    unet,
    vgg16,
    zfnet,
)
from core.zoo.definition import Definition
from core.zoo.model import Drawing, Preprocessing

# Nobody has trained these weights, so that a class with a name would only mislead.
_IMAGENET = tuple(f"class {index}" for index in range(1000))
_IMAGENET_PIXELS = Preprocessing((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
# As in LeNet-5's paper: paper at −0.1 and ink at 1.175, so that the mean is about 0 and the variance about 1.
_INK = Preprocessing((0.1 / 1.275,), (1 / 1.275,))


def definitions() -> list[Definition]:
    """All of them, oldest first."""
    return [
        _definition(
            "lenet5",
            "LeNet-5",
            "1998, LeCun, Bottou, Bengio and Haffner: convolutions and subsampling read handwritten digits.",
            lenet5.build,
            mnist.CLASSES,
            _INK,
            Drawing(paper=0.0, ink=1.0, brush=2.5),
        ),
        _of_imagenet(
            "alexnet",
            "AlexNet",
            "2012, Krizhevsky, Sutskever and Hinton: ReLU, dropout and graphics cards win ImageNet.",
            alexnet.build,
        ),
        _of_imagenet(
            "zfnet",
            "ZFNet",
            "2013, Zeiler and Fergus: AlexNet improved by looking at what its layers had learned.",
            zfnet.build,
        ),
        _of_imagenet(
            "vgg16",
            "VGG-16",
            "2014, Simonyan and Zisserman: nothing but 3×3 convolutions, stacked deep.",
            vgg16.build,
        ),
        _of_imagenet(
            "googlenet",
            "GoogLeNet",
            "2014, Szegedy and others: windows of several sizes side by side, made cheap by 1×1 ones.",
            googlenet.build,
        ),
        _definition(
            "unet",
            "U-Net",
            "2015, Ronneberger, Fischer and Brox: down to what is there, up to where it is, a class a pixel.",
            partial(unet.build, size=252),
            ("background", "cell"),
            Preprocessing((0.5,), (0.25,)),
        ),
        _of_imagenet(
            "resnet18",
            "ResNet-18",
            "2015, He, Zhang, Ren and Sun: blocks compute what to add to their input; depth does no harm.",
            resnet.build_18,
        ),
        _of_imagenet(
            "resnet50",
            "ResNet-50",
            "2015, He, Zhang, Ren and Sun: residual blocks with 1×1 bottlenecks, fifty layers deep.",
            resnet.build_50,
        ),
        _of_imagenet(
            "mobilenet-v1",
            "MobileNet v1",
            "2017, Howard and others: a 3×3 a channel and a 1×1 across channels, at an eighth of the cost.",
            mobilenet_v1.build,
        ),
        _of_imagenet(
            "mobilenet-v2",
            "MobileNet v2",
            "2018, Sandler and others: inverted residuals widen, look, and narrow without an activation.",
            mobilenet_v2.build,
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
