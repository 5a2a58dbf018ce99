"""Runs a CuDi student on a photo of any size: maps are decided on a fixed small copy and enlarged.

A student flattens a picture it sees at full size, because its field of view then holds nothing but texture. The copy is the one
CSRNet looks at as well, so a photo is reduced once for both.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from data import shrink_tensor
from grid import GridFit, slice_grid

COPY_SIDE = 64
"""Side of the copy in pixels; the whole photo is averaged into this square, whatever its shape."""

OWN_EXPOSURE_SIGMA = 8.0
"""Blur of a photo's own exposure, in pixels of the copy: an eighth of the side."""


def blur(picture: Tensor, sigma: float) -> Tensor:
    """Gaussian blur of (N, 1, H, W), cut at three sigma, borders repeated."""
    radius = max(1, round(3 * sigma))
    weights = torch.exp(-0.5 * (torch.arange(-radius, radius + 1).to(picture) / sigma) ** 2)
    weights = weights / weights.sum()
    wide = F.pad(picture, (radius, radius, radius, radius), "replicate")
    return F.conv2d(F.conv2d(wide, weights.view(1, 1, 1, -1)), weights.view(1, 1, -1, 1))


def find_own_exposure(copy: Tensor) -> Tensor:
    """The exposure a photo has already: the mean of its channels, smoothed, (N, 1, side, side)."""
    return blur(copy.mean(1, keepdim=True), OWN_EXPOSURE_SIGMA)


class PhotoExposer:
    """One photo under one student, ready for any number of wanted exposures.

    Attributes:
        picture: the photo, encoded, (1, 3, H, W).
        copy: the copy the student sees.
    """

    def __init__(self, student, picture: Tensor, is_anchored: bool = True, is_lifted: bool = True,
                 is_settled: bool = True):
        """Looks at a photo.

        Args:
            is_anchored: whether maps are counted from those of the photo's own exposure, which then is left exactly as it is.
            is_lifted: whether maps are enlarged along the photo's edges, through a grid, rather than bilinearly.
            is_settled: whether the student is asked a second time, for as much more or less as the copy's mean came out wrong;
                for one exposure of the whole photo, since it moves every place.
        """
        self.student, self.picture, self.is_settled = student, picture, is_settled
        self.copy = shrink_tensor(picture, COPY_SIDE)
        self.own_exposure = find_own_exposure(self.copy)
        self.own = self.find_raw_maps(self.own_exposure) if is_anchored else None
        self.fit = GridFit(self.copy) if is_lifted else None

    @torch.no_grad()
    def find_raw_maps(self, exposure: Tensor) -> Tensor:
        return self.student.find_maps(torch.cat([self.copy, exposure], 1))

    def find_copy_maps(self, wanted: Tensor) -> Tensor:
        """Maps for exposures of the copy's size, anchored and limited."""
        maps = self.find_raw_maps(wanted)
        return self.student.limit(maps if self.own is None else self.student.anchor(maps, self.own), self.copy)

    def find_maps(self, exposure: Tensor) -> Tensor:
        """Maps (1, count, side, side) for exposures of the photo's size, anchored, limited and settled."""
        wanted = shrink_tensor(exposure, COPY_SIDE)
        maps = self.find_copy_maps(wanted)
        if not self.is_settled:
            return maps
        after = self.student.apply_maps(self.copy, maps).clamp(0, 1)
        # Changes are compared, not means: a photo wanted at its own exposure then stays exactly as it is.
        missing = (wanted - self.own_exposure).mean() - (after - self.copy).mean()
        return self.find_copy_maps((wanted + missing).clamp(0, 1))

    @torch.no_grad()
    def expose(self, exposure: Tensor) -> Tensor:
        """The photo brought to the wanted local means (1, 1, H, W); clamped to [0, 1]."""
        maps = self.find_maps(exposure)
        if self.fit is not None:
            maps = slice_grid(self.fit.lift(maps), self.picture)
        return self.student.apply_maps(self.picture, maps).clamp(0, 1)
