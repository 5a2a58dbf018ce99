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

OWN_EXPOSURE_SIGMA, OWN_EXPOSURE_RADIUS = 8.0, 16
"""Blur of a photo's own exposure and how far it looks, in pixels of the copy: an eighth of the side, a quarter."""

OWN_EXPOSURE_RANGE = 0.15
"""Values this far apart hardly count as the same part of a picture."""

KEPT_DIFFERENCE = 0.6
"""How much of the difference between parts of a picture stays where one mean is wanted of all: none would leave fog."""

SUPPORT_REACH, SUPPORT_SOFTNESS = 2, 1.0
"""Places of the copy by which a stroke is widened, and sigma by which it is softened then."""

LEAST_COVERAGE = 0.5 / 255
"""Less is none."""

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
    """The exposure a photo has already: the mean of its channels, smoothed within parts of about one brightness, (N, 1, side, side).

    A plain blur would call the dark side of an edge half bright: a student would lift it less there, and draw a halo.

    Source: Tomasi, Manduchi, "Bilateral filtering for gray and color images", 1998. Places beyond the border do not count.
    """
    means = copy.mean(1, keepdim=True)
    distances = torch.arange(-OWN_EXPOSURE_RADIUS, OWN_EXPOSURE_RADIUS + 1).to(copy)
    near = torch.exp(-0.5 * (distances / OWN_EXPOSURE_SIGMA) ** 2)
    others, inside = (F.unfold(values, len(near), padding=OWN_EXPOSURE_RADIUS) for values in (means, torch.ones_like(means)))
    alike = torch.exp(-0.5 * ((others - means.flatten(2)) / OWN_EXPOSURE_RANGE) ** 2)
    weights = inside * torch.outer(near, near).view(1, -1, 1) * alike
    return ((weights * others).sum(1) / weights.sum(1)).view_as(means)


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

    def find_maps(self, asked: Tensor, goal: Tensor, support: Tensor, counted: Tensor) -> Tensor:
        """Maps (1, count, side, side), anchored, limited and settled.

        Args:
            asked: exposures that the student is asked for at first.
            goal: means that are to come out; the averages of bands count, so structure inside a band is the student's.
            support: how far settling moves each place.
            counted: how much each place counts in the averages.
        """
        correction = torch.zeros_like(asked)
        maps = self.find_copy_maps(asked)
        for _ in range(self.settling_runs):
            missing = goal - self.student.render(self.copy, maps).mean(1, keepdim=True)
            correction = correction + support * average_bands(missing, counted, asked)
            correction = correction.clamp(-GREATEST_CORRECTION, GREATEST_CORRECTION)
            corrected = torch.minimum(asked + correction, asked.clamp_min(ASKED_LIMITS[1]))
            maps = self.find_copy_maps(torch.maximum(corrected, asked.clamp_max(ASKED_LIMITS[0])))
        return maps

    def find_asked_change(self, wanted: Tensor, support: Tensor, counted: Tensor) -> Tensor:
        """By how much places are to change for means to be as wanted; all of the copy's size.

        Places that want the same mean move towards it together and keep a share of their differences.
        """
        middle = average_bands(self.own_exposure, counted, wanted)
        return support * (wanted - middle + (1 - KEPT_DIFFERENCE) * (middle - self.own_exposure))

    def find_changed_maps(self, change: Tensor, support: Optional[Tensor] = None, counted: Optional[Tensor] = None) -> Tensor:
        """Maps for changes of the photo's own exposure, of the copy's size: where they are 0, nothing changes."""
        everywhere = torch.ones_like(change)
        goal = self.copy.mean(1, keepdim=True) + change
        return self.find_maps(self.own_exposure + change, goal, everywhere if support is None else support,
                              everywhere if counted is None else counted)

    def find_support(self, coverage: Tensor) -> Tensor:
        """Where in the copy a coverage (1, 1, H, W) wants something at all, widened and softened.

        How much of a change a place gets is decided by mixing alone, so half a coverage is half the change.
        """
        is_covered = (shrink_tensor(coverage, COPY_SIDE) > LEAST_COVERAGE).float()
        return blur(F.max_pool2d(is_covered, 2 * SUPPORT_REACH + 1, 1, SUPPORT_REACH), SUPPORT_SOFTNESS)

    @torch.no_grad()
    def expose(self, wanted: Tensor, coverage: Optional[Tensor] = None) -> Tensor:
        """The photo brought to wanted local means; clamped to [0, 1].

        Args:
            wanted: means, (1, 1, H, W).
            coverage: how much of that each place is to get, (1, 1, H, W) in [0, 1]; all of it where left out. Where it is 0
                the photo stays exactly as it is: the student sees the mean of the whole copy, so its maps move there too,
                and the result is mixed with the photo by the coverage.
        """
        small = shrink_tensor(wanted, COPY_SIDE)
        if coverage is None:
            everywhere = torch.ones_like(small)
            return self.render(self.find_changed_maps(self.find_asked_change(small, everywhere, everywhere)))
        support, counted = self.find_support(coverage), shrink_tensor(coverage, COPY_SIDE)
        maps = self.find_changed_maps(self.find_asked_change(small, support, counted), support, counted)
        return self.picture + coverage * (self.render(maps, self.fit and GridFit(self.copy, support)) - self.picture)

    def render(self, maps: Tensor, fit: Optional[GridFit] = None) -> Tensor:
        """The photo under maps of the copy's size, which are enlarged, through a fit of its own where there is one."""
        fit = fit or self.fit
        return self.student.render(self.picture, maps if fit is None else slice_grid(fit.lift(maps), self.picture))
