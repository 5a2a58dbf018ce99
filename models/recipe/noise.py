"""How noisy the dark parts of a photo are: what a lift would make visible."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from color import luma

SAMPLE_SIDE = 512
"""Longer side of the grid of single, unaveraged pixels that is looked at: averages would have lost their noise."""

BLOCK = 8
"""Side of the blocks that are judged by themselves, in pixels of that grid."""

DARK_BLOCKS = (0.02, 0.3)
"""Mean lumas of blocks that count: what is lifted most, but not black, where noise is cut off."""

FLAT_QUANTILE = 0.2
"""Of the dark blocks' deviations this quantile is noise: in the others there is texture as well."""

LEAST_BLOCKS = 8
"""Of fewer dark blocks nothing is concluded."""


def sample_pixels(picture: Tensor) -> Tensor:
    """One pixel of each cell of a grid of `SAMPLE_SIDE`, of a picture (1, 3, H, W); the picture where it is no larger."""
    longest = max(picture.shape[-2:])
    if longest <= SAMPLE_SIDE:
        return picture
    rows, columns = (((torch.arange(round(length * SAMPLE_SIDE / longest)) + 0.5) * longest / SAMPLE_SIDE).long().clamp_max(length - 1)
                     for length in picture.shape[-2:])
    return picture[..., rows, :][..., columns]


def measure_noise(picture: Tensor) -> float:
    """Standard deviation of the noise in the dark parts of a picture (1, 3, H, W), in encoded values; 0 where too little is dark.

    It is measured in the differences of red and blue from luma, where nearly all of a texture cancels and the noise of three
    channels does not: for equal noise in each they have about the deviation of one channel. Noise without colour is not found.

    Source: Immerkaer, "Fast noise variance estimation", 1996, in blocks.
    """
    sample = sample_pixels(picture)
    if min(sample.shape[-2:]) < BLOCK + 2:
        return 0.0
    grey = luma(sample)
    differences = torch.cat([sample[:, :1] - grey, sample[:, 2:] - grey])
    kernel = torch.tensor([[1.0, -2, 1], [-2, 4, -2], [1, -2, 1]]).view(1, 1, 3, 3)
    deviations = F.avg_pool2d(F.conv2d(differences, kernel).abs(), BLOCK).mean(0).flatten() * math.sqrt(math.pi / 2) / 6
    means = F.avg_pool2d(grey[..., 1:-1, 1:-1], BLOCK).flatten()
    dark = deviations[(means >= DARK_BLOCKS[0]) & (means <= DARK_BLOCKS[1])].sort().values
    return float(dark[int(FLAT_QUANTILE * (len(dark) - 1))]) if len(dark) >= LEAST_BLOCKS else 0.0
