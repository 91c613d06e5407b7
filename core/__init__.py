"""The engine: convolutional networks in NumPy, forward and backward, a step a layer.

Knows nothing of HTTP or HTML; import it in a notebook and it works. What is listed here, and every operation,
is what a notebook needs as a rule; docs/engine.md shows it at work.
"""

from core import numerics

numerics.configure()  # before anything imports NumPy

from core import ops
from core.counting import Summary, summary
from core.dependence import cone, seers
from core.editing import Edit, edited
from core.effective_field import effective_field
from core.errors import ConvscopeError
from core.folding import fold_batchnorm
from core.loading import load
from core.losses import cross_entropy, hinge, softmax
from core.network import INPUT, Layer, Network
from core.network_file import save
from core.onnx_import import load_onnx
from core.ops import *  # noqa: F403 - all operations
from core.optimizers import SGD, Adam, Momentum, Optimizer, RMSProp
from core.receptive_field import Field, receptive_field, receptive_fields
from core.run import BackwardStep, ForwardStep, Run
from core.training import BatchGradients, Trainer, batch_gradients, one_cycle, shuffled_batches

__all__ = [
    "INPUT",
    "SGD",
    "Adam",
    "BackwardStep",
    "BatchGradients",
    "ConvscopeError",
    "Edit",
    "Field",
    "ForwardStep",
    "Layer",
    "Momentum",
    "Network",
    "Optimizer",
    "RMSProp",
    "Run",
    "Summary",
    "Trainer",
    "batch_gradients",
    "cone",
    "cross_entropy",
    "edited",
    "effective_field",
    "fold_batchnorm",
    "hinge",
    "load",
    "load_onnx",
    "one_cycle",
    "receptive_field",
    "receptive_fields",
    "save",
    "seers",
    "shuffled_batches",
    "softmax",
    "summary",
]
__all__ += ops.__all__
