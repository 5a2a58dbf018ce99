"""Statistics of a photo's pixels: what the condition branch may know beside, or in place of, the small copy.

They are taken from single pixels of the photo, never from averages: averaging hides the darkest and brightest pixels, by
which a lifted black or a dull white is known.
"""

import numpy as np
import torch
from torch import Tensor

from color import luma

QUANTILES = (0.005, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98, 0.995)
SIGNALS = ("red", "green", "blue", "luma", "chroma")
STATISTIC_COUNT = len(SIGNALS) * (len(QUANTILES) + 2)
"""55 numbers: nine quantiles of each signal, the signals' means, their standard deviations."""


def sort_values(values: Tensor) -> Tensor:
    """Values sorted along the last axis; on a processor by NumPy, which is four times as fast where nobody asks for places."""
    if values.is_cuda or values.requires_grad:
        return values.sort(-1).values
    return torch.from_numpy(np.sort(values.numpy(), axis=-1))


def measure_statistics(pixels: Tensor) -> Tensor:
    """Statistics (N, 55) of encoded pixels (N, 3, P), which are clamped to [0, 1] first.

    Luma is that of BT.601, chroma is max - min of a pixel's channels. A quantile q is the sorted value of index q (P - 1),
    rounded to the nearest whole number and a half to the even one; the standard deviation is the unbiased one.
    """
    pixels = pixels.clamp(0, 1)
    chroma = pixels.amax(1, keepdim=True) - pixels.amin(1, keepdim=True)
    signals = torch.cat([pixels, luma(pixels), chroma], 1)
    places = (torch.tensor(QUANTILES, dtype=torch.float64) * (pixels.shape[2] - 1)).round().long()
    quantiles = sort_values(signals)[:, :, places.to(pixels.device)]
    return torch.cat([quantiles.flatten(1), signals.mean(2), signals.std(2)], 1)


def find_anchors(statistics: Tensor):
    """The lowest and the highest quantile of R, G and B, each (N, 3): the photo's own black and white."""
    count = len(QUANTILES)
    return statistics[:, 0 : 3 * count : count], statistics[:, count - 1 : 3 * count : count]
