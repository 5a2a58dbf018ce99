"""Runs a CuDi student on a photo of any size: maps are decided on a fixed small copy and enlarged.

A student flattens a picture it sees at full size, because its field of view then holds nothing but texture. The copy is the one
CSRNet looks at as well, so a photo is reduced once for both.
"""

from typing import Optional

import torch
import torch.nn.functional as F
from torch import Tensor

from data import shrink_tensor
from grid import GridFit, slice_grid

COPY_SIDE = 64
"""Side of the copy in pixels; the whole photo is averaged into this square, whatever its shape."""

OWN_EXPOSURE_SIGMA = 8.0
"""Blur of a photo's own exposure, in pixels of the copy: an eighth of the side."""

SETTLING_RUNS = 2
"""How often the student is asked again, for what the last answer missed."""

BAND_WIDTH = 0.05
"""Distance of the wanted exposures whose misses are told apart."""

ASKED_LIMITS = (0.1, 0.9)
"""Exposures between which settling moves what a student is asked for: it has learned these, people want 0.2 to 0.8."""

GREATEST_CORRECTION = 0.15
"""How far settling may move a wanted exposure: what is missed by more is out of reach, and would burn out the rest."""


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


def average_bands(values: Tensor, weights: Tensor, exposure: Tensor) -> Tensor:
    """At every place, the weighted mean of values over all places where about the same exposure is wanted.

    Bands lie `BAND_WIDTH` apart and share a place between the two nearest, so that a ramp is corrected smoothly and two parts
    of a picture on their own. Zero where no place of a band has a weight. All tensors are of one shape.
    """
    position = (exposure.clamp(0, 1) / BAND_WIDTH).flatten()
    lower = position.floor().long()
    share = position - lower
    totals = torch.zeros(2, int(lower.max()) + 2)
    for band, part in ((lower, 1 - share), (lower + 1, share)):
        totals[0].index_add_(0, band, part * (weights * values).flatten())
        totals[1].index_add_(0, band, part * weights.flatten())
    means = totals[0] / totals[1].clamp_min(1e-6)
    return ((1 - share) * means[lower] + share * means[lower + 1]).view_as(values)


class PhotoExposer:
    """One photo under one student, ready for any number of wanted exposures.

    Attributes:
        picture: the photo, encoded, (1, 3, H, W).
        copy: the copy the student sees.
        own_exposure: what the photo has already, on the copy.
    """

    def __init__(self, student, picture: Tensor, is_anchored: bool = True, is_lifted: bool = True,
                 settling_runs: int = SETTLING_RUNS):
        """Looks at a photo.

        Args:
            is_anchored: whether maps are counted from those of the photo's own exposure, which then is left exactly as it is.
            is_lifted: whether maps are enlarged along the photo's edges, through a grid, rather than bilinearly.
            settling_runs: how often the student is asked again, for as much more or less as each part of the copy missed.
        """
        self.student, self.picture, self.settling_runs = student, picture, settling_runs
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

    def find_maps(self, asked: Tensor, goal: Tensor, weights: Tensor) -> Tensor:
        """Maps (1, count, side, side), anchored, limited and settled.

        Args:
            asked: exposures that the student is asked for at first.
            goal: means that are to come out; the averages of bands count, so structure inside a band is the student's.
            weights: how much each place counts, and how far settling moves it.
        """
        correction = torch.zeros_like(asked)
        maps = self.find_copy_maps(asked)
        for _ in range(self.settling_runs):
            missing = goal - self.student.render(self.copy, maps).mean(1, keepdim=True)
            correction = correction + weights * average_bands(missing, weights, asked)
            correction = correction.clamp(-GREATEST_CORRECTION, GREATEST_CORRECTION)
            corrected = torch.minimum(asked + correction, asked.clamp_min(ASKED_LIMITS[1]))
            maps = self.find_copy_maps(torch.maximum(corrected, asked.clamp_max(ASKED_LIMITS[0])))
        return maps

    def find_wanted_maps(self, wanted: Tensor, coverage: Tensor) -> Tensor:
        """Maps for means wanted under a coverage, both of the copy's size."""
        means = self.copy.mean(1, keepdim=True)
        asked = self.own_exposure + coverage * (wanted - self.own_exposure)
        return self.find_maps(asked, means + coverage * (wanted - means), coverage)

    def find_changed_maps(self, exposure: Tensor) -> Tensor:
        """Maps for exposures of the copy's size that are counted from the photo's own: where they equal it, nothing changes."""
        goal = self.copy.mean(1, keepdim=True) + exposure - self.own_exposure
        return self.find_maps(exposure, goal, torch.ones_like(exposure))

    def shrink_coverage(self, coverage: Optional[Tensor]) -> Tensor:
        """A coverage (1, 1, H, W) averaged into the copy's places; 1 everywhere where there is none."""
        return torch.ones_like(self.own_exposure) if coverage is None else shrink_tensor(coverage, COPY_SIDE)

    @torch.no_grad()
    def expose(self, wanted: Tensor, coverage: Optional[Tensor] = None) -> Tensor:
        """The photo brought to wanted local means; clamped to [0, 1].

        Args:
            wanted: means, (1, 1, H, W).
            coverage: how much of that each place is to get, (1, 1, H, W) in [0, 1]; all of it where left out. Where it is 0
                the photo stays exactly as it is: the student sees the mean of the whole copy, so its maps move there too,
                and the result is mixed with the photo by the coverage.
        """
        exposed = self.render(self.find_wanted_maps(shrink_tensor(wanted, COPY_SIDE), self.shrink_coverage(coverage)))
        return exposed if coverage is None else self.picture + coverage * (exposed - self.picture)

    def render(self, maps: Tensor) -> Tensor:
        """The photo under maps of the copy's size, which are enlarged."""
        return self.student.render(self.picture, maps if self.fit is None else slice_grid(self.fit.lift(maps), self.picture))
