"""Runs a CuDi student on a photo of any size: maps are decided on a fixed small copy and enlarged.

A student flattens a picture it sees at full size, because its field of view then holds nothing but texture. The copy is the one
CSRNet looks at as well, so a photo is reduced once for both.
"""

from functools import lru_cache
from typing import Optional

import torch
import torch.nn.functional as F
from torch import Tensor

from data import shrink_tensor
from grid import GridFit, slice_grid
from noise import measure_noise

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

EDGE_POWER = 3
"""Power of the coverage by which a stroke's places count in its mean."""

LEAST_CHANGE = 0.02
"""Places that are to change by less get a share of what the student says."""

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
    others = F.unfold(means, 2 * OWN_EXPOSURE_RADIUS + 1, padding=OWN_EXPOSURE_RADIUS)
    # In place: there are a thousand neighbours to a place.
    weights = (others - means.flatten(2)).square_().mul_(-0.5 / OWN_EXPOSURE_RANGE**2).exp_().mul_(weigh_neighbours(*means.shape[2:]).to(means))
    totals = weights.sum(1)
    return (weights.mul_(others).sum(1) / totals).view_as(means)


@lru_cache(maxsize=1)
def weigh_neighbours(height: int, width: int) -> Tensor:
    """By distance alone, 0 beyond the border: (1, neighbours, height * width)."""
    near = torch.exp(-0.5 * (torch.arange(-OWN_EXPOSURE_RADIUS, OWN_EXPOSURE_RADIUS + 1) / OWN_EXPOSURE_SIGMA) ** 2)
    inside = F.unfold(torch.ones(1, 1, height, width), len(near), padding=OWN_EXPOSURE_RADIUS)
    return inside * torch.outer(near, near).view(1, -1, 1)


def average_bands(values: Tensor, weights: Tensor, exposure: Tensor) -> Tensor:
    """At every place, the weighted mean of values over all places where about the same exposure is wanted.

    Bands lie `BAND_WIDTH` apart and share a place between the two nearest, so that a ramp is corrected smoothly and two parts
    of a picture on their own. Zero where no place of a band has a weight. All tensors are of one shape.
    """
    position = (exposure.clamp(0, 1) / BAND_WIDTH).flatten()
    lower = position.floor().long()
    share = position - lower
    totals = torch.zeros(2, int(lower.max()) + 2).to(values)
    for band, part in ((lower, 1 - share), (lower + 1, share)):
        totals[0].index_add_(0, band, part * (weights * values).flatten())
        totals[1].index_add_(0, band, part * weights.flatten())
    means = totals[0] / totals[1].clamp_min(1e-6)
    return ((1 - share) * means[lower] + share * means[lower + 1]).view_as(values)


def find_support(coverage: Tensor) -> Tensor:
    """Where a coverage of the copy's size wants something at all, widened and softened.

    How much of a change a place gets is decided by mixing alone, so half a coverage is half the change.
    """
    is_covered = (coverage > LEAST_COVERAGE).float()
    return blur(F.max_pool2d(is_covered, 2 * SUPPORT_REACH + 1, 1, SUPPORT_REACH), SUPPORT_SOFTNESS)


def find_counted(coverage: Tensor) -> Tensor:
    """How much each place of a coverage of the copy's size counts in means: its soft edge little, since it changes in part only."""
    return (coverage / coverage.max().clamp_min(1e-6)) ** EDGE_POWER


def find_question(copy: Tensor, own_exposure: Tensor, wanted: Tensor, support: Optional[Tensor] = None,
                  counted: Optional[Tensor] = None):
    """What to ask a network for so that means come out as wanted, and the means that are to come out; all of the copy's size.

    Places that want the same mean move towards it together and keep a share of their differences.
    """
    support, counted = (torch.ones_like(wanted) if given is None else given for given in (support, counted))
    brightness = copy.mean(1, keepdim=True)
    middle = average_bands(own_exposure, counted, wanted)
    change = support * (wanted - middle + (1 - KEPT_DIFFERENCE) * (middle - own_exposure))
    goal = brightness + change + support * (middle - average_bands(brightness, counted, wanted))
    return own_exposure + change, goal


class PhotoExposer:
    """One photo under one student, ready for any number of wanted exposures.

    Attributes:
        picture: the photo, encoded, (1, 3, H, W).
        copy: the copy the student sees.
        noise: standard deviation in the dark, which limits how far dark parts are lifted.
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
        self.noise = measure_noise(picture)
        self.own_exposure = find_own_exposure(self.copy)
        self.own = self.find_raw_maps(self.own_exposure) if is_anchored else None
        self.fit = GridFit(self.copy) if is_lifted else None

    @torch.no_grad()
    def find_raw_maps(self, exposure: Tensor) -> Tensor:
        # What keeps its differences may be asked for more than white.
        return self.student.find_maps(torch.cat([self.copy, exposure.clamp(0, 1)], 1))

    def find_copy_maps(self, wanted: Tensor) -> Tensor:
        """Maps for exposures of the copy's size, anchored and limited."""
        maps = self.find_raw_maps(wanted)
        if self.own is not None:
            # What is wanted beside a place that is to stay reaches into the student's view of it, and would be seen as a halo.
            share = ((wanted - self.own_exposure).abs() / LEAST_CHANGE).clamp_max(1)
            maps = self.student.anchor(maps, self.own, share)
        return self.student.limit(maps, self.copy, self.noise)

    def find_maps(self, asked: Tensor, goal: Tensor, told_apart: Tensor, support: Optional[Tensor] = None,
                  counted: Optional[Tensor] = None, fit: Optional[GridFit] = None) -> Tensor:
        """Maps (1, count, side, side), anchored, limited and settled, for exposures of the copy's size.

        Args:
            asked: exposures that the student is asked for at first.
            goal: means that are to come out; averages count, so the structure inside a part is the student's.
            told_apart: places where this is about the same are a part, whose mean is made right on its own.
            support: how far settling moves each place, all of the way where left out.
            counted: how much each place counts in the averages, equally where left out.
            fit: the grid that the maps will go through, the photo's own one where left out.
        """
        support, counted = (torch.ones_like(asked) if given is None else given for given in (support, counted))
        fit = fit or self.fit
        correction = torch.zeros_like(asked)
        maps = self.find_copy_maps(asked)
        for _ in range(self.settling_runs):
            seen = maps if fit is None else slice_grid(fit.lift(maps), self.copy)
            missing = goal - self.student.render(self.copy, seen, self.noise).mean(1, keepdim=True)
            correction = correction + support * average_bands(missing, counted, told_apart)
            correction = correction.clamp(-GREATEST_CORRECTION, GREATEST_CORRECTION)
            corrected = torch.minimum(asked + correction, asked.clamp_min(ASKED_LIMITS[1]))
            maps = self.find_copy_maps(torch.maximum(corrected, asked.clamp_max(ASKED_LIMITS[0])))
        return maps

    def find_auto_maps(self, exposure: Tensor) -> Tensor:
        """Maps for exposures counted from the photo's own, of the copy's size: where they are its own, nothing changes."""
        return self.find_maps(exposure, self.copy.mean(1, keepdim=True) + exposure - self.own_exposure, exposure)

    def find_mean_maps(self, wanted: Tensor, support: Optional[Tensor] = None, counted: Optional[Tensor] = None,
                       fit: Optional[GridFit] = None) -> Tensor:
        """Maps that bring places to wanted means, of the copy's size."""
        asked, goal = find_question(self.copy, self.own_exposure, wanted, support, counted)
        return self.find_maps(asked, goal, wanted, support, counted, fit)

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
            return self.render(self.find_mean_maps(small))
        averaged = shrink_tensor(coverage, COPY_SIDE)
        support = find_support(averaged)
        fit = self.fit and GridFit(self.copy, support)
        maps = self.find_mean_maps(small, support, find_counted(averaged), fit)
        return self.picture + coverage * (self.render(maps, fit) - self.picture)

    def render(self, maps: Tensor, fit: Optional[GridFit] = None) -> Tensor:
        """The photo under maps of the copy's size, which are enlarged, through a fit of its own where there is one."""
        fit = fit or self.fit
        return self.student.render(self.picture, maps if fit is None else slice_grid(fit.lift(maps), self.picture), self.noise)
