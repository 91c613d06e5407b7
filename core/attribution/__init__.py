"""What a network looked at: gradients, Grad-CAM, occlusion, the patches and pictures that excite a unit most.

Every method answers for a `Question`: a class's score or one unit of a network. None of them shows what the
network "thinks"; each says in its first line what it does show.
"""

from core.attribution.about import ABOUT, PATCHES, About, Method
from core.attribution.grad_cam import GradCam, cam_layers, grad_cam
from core.attribution.gradients import (
    Averaged,
    Integrated,
    gradient_times_input,
    integrated_gradients,
    integration,
    points,
    saliency,
    smooth_grad,
    smoothing,
)
from core.attribution.maximization import Painted, Regularisers, maximize
from core.attribution.occlusion import Covered, heat_map, occlusion, places
from core.attribution.patches import Patch, top_patches
from core.attribution.sanity import rank_correlation
from core.attribution.target import Question
from core.attribution.twins import guided, randomised
from core.units import Target, Unit

__all__ = [
    "ABOUT",
    "PATCHES",
    "About",
    "Averaged",
    "Covered",
    "GradCam",
    "Integrated",
    "Method",
    "Painted",
    "Patch",
    "Question",
    "Regularisers",
    "Target",
    "Unit",
    "cam_layers",
    "grad_cam",
    "gradient_times_input",
    "guided",
    "heat_map",
    "integrated_gradients",
    "integration",
    "maximize",
    "occlusion",
    "places",
    "points",
    "randomised",
    "rank_correlation",
    "saliency",
    "smooth_grad",
    "smoothing",
    "top_patches",
]
