"""The engine: convolutional networks in NumPy, forward and backward, a step a layer.

Knows nothing of HTTP, HTML or JSON; import it in a notebook and it works.
"""

from core import numerics

numerics.configure()
