"""Painted regions for judging: where a brush would have been."""

import torch
from torch import Tensor

from expose import blur

STROKE_BLUR = 0.03
"""Sigma of a stroke's edge against the longer side."""


def paint_ellipse(picture: Tensor) -> Tensor:
    """Coverage (1, 1, H, W) of a soft ellipse of half the picture's sides."""
    height, width = picture.shape[-2:]
    rows, columns = torch.linspace(-1, 1, height)[:, None], torch.linspace(-1, 1, width)[None]
    inside = (rows**2 + columns**2 < 0.25).float()[None, None]
    return blur(inside, STROKE_BLUR * max(height, width))
