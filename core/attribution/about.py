"""What each method is called, what it shows and how it can mislead: two sentences, for people."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Shows: TypeAlias = Literal["signed", "positive", "picture"]
Method: TypeAlias = Literal[
    "saliency",
    "gradient_input",
    "smooth_grad",
    "integrated",
    "guided",
    "grad_cam",
    "occlusion",
    "maximization",
]


@dataclass(frozen=True)
class About:
    """A method's name, what it shows, and how it can mislead.

    family: what is done to the network or the picture. numbers: what its result holds, for and against the
    target (signed), for it only (positive), or pixels (picture).
    """

    title: str
    shows: str
    misleads: str
    family: str = "Gradients"
    numbers: Shows = "signed"


PATCHES = About(
    "Strongest patches",
    "Shows what excites a map's units most among the sample pictures, a patch of each picture.",
    "They are the strongest of few pictures, and tell nothing of what it ignores or what holds it back.",
    "Samples",
    "picture",
)

ABOUT: dict[Method, About] = {
    "saliency": About(
        "Gradient",
        "Shows how the target would move if a pixel were changed a little.",
        "It says nothing of larger changes: what saturates the target has no gradient at all.",
    ),
    "gradient_input": About(
        "Gradient × input",
        "Shows what each pixel would add to the target if the network were linear.",
        "It is not linear, and a black pixel gets nothing, however important it is that it is black.",
    ),
    "smooth_grad": About(
        "SmoothGrad",
        "Shows the gradient averaged over noisy copies of the picture, which has less speckle.",
        "A clearer picture is not a truer one: noise shows the network pictures it never learned.",
    ),
    "integrated": About(
        "Integrated gradients",
        "Shows how the difference between the target here and on an empty picture is shared among pixels.",
        "The shares depend on what counts as empty: another baseline gives another picture.",
    ),
    "guided": About(
        "Guided backpropagation",
        "Shows the gradient with all that is negative stopped at each ReLU, which brings out sharp edges.",
        "It mostly copies edges of the picture and hardly changes when the network forgets what it learned.",
    ),
    "grad_cam": About(
        "Grad-CAM",
        "Shows which places of a layer's maps speak for the target, each map weighted by its mean gradient.",
        "Its maps are coarse, and enlarging them makes them look more exact than they are.",
        "Maps",
        "positive",
    ),
    "occlusion": About(
        "Occlusion",
        "Shows how far the target falls when a patch of the picture is covered.",
        "A grey patch is itself something it never saw, and what stands in two places is not missed.",
        "Covering",
    ),
    "maximization": About(
        "Activation maximization",
        "Shows a picture, painted from noise, that makes the target as large as it can.",
        "It is one of many such pictures, and how it looks owes much to what keeps it from being noise.",
        "Painting",
        "picture",
    ),
}
