"""How much of an attribution is left when the network forgets what it learned (Adebayo et al., 2018)."""

import numpy as np

from core.ops.base import Array


def rank_correlation(a: Array, b: Array) -> float:
    """Spearman's rank correlation of the magnitudes of two attributions, −1 to 1; 0 where one is constant.

    Equal magnitudes share their mean rank.
    """
    first, second = (_ranks(np.abs(each).ravel()) for each in (a, b))
    first, second = first - first.mean(), second - second.mean()
    size = np.sqrt((first @ first) * (second @ second))
    return float(first @ second / size) if size > 0 else 0.0


def _ranks(values: Array) -> Array:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[places])
