"""CuDi (Li et al., "CuDi: Curve Distillation for Efficient and Controllable Exposure Adjustment", arXiv 2207.14273).

A teacher reads the photo and a map of wanted exposures and bends each pixel with a chain of quadratic curves; a small student
learns to reach the same picture with an affine map per pixel, decided on a small copy. Pictures are encoded sRGB in [0, 1],
shape (N, 3, H, W); exposure maps are the wanted local mean, shape (N, 1, H, W).
"""

from typing import Union

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor

from color import luma


SLOPE_LIMITS = (0.1, 6.0)
"""Slopes a student may give a place: below zero tone turns over, above six detail is more noise than picture."""

GAIN_LIMITS = (4.0, 16.0)
"""How many times brighter, in encoded values, a student may make a place: a black one and a dark one.

Black water lifted further becomes a veil that shows the blocks of its JPEG file; what is dark for want of exposure needs more.
"""

COLOUR_LIMIT = 3.0
"""Slopes beyond this lift luma alone: the colour of what is lifted further is noise, and leaves in shadow turn glaring."""

BLACK_AND_DARK = (0.02, 0.06)
"""Means at which the two limits of gain begin to hold; between them the limit rises in a straight line."""

MOST_NOISE, MOST_COLOUR_NOISE = 0.06, 0.03
"""Standard deviations up to which noise may be lifted: of a photo, and of its colour alone. A photo of little noise meets neither."""

LEAST_GAIN_LIMIT = 2.0
"""However noisy a photo is, it may be made this many times brighter."""


def find_colour_limit(noise: float) -> float:
    """The slope beyond which a photo of that noise has luma alone lifted."""
    return min(COLOUR_LIMIT, max(1.0, MOST_COLOUR_NOISE / max(noise, 1e-6)))


def make_block(inputs: int, outputs: int, count: int) -> nn.Sequential:
    """`count` 3x3 convolutions with ReLU."""
    layers = []
    for index in range(count):
        layers += [nn.Conv2d(inputs if index == 0 else outputs, outputs, 3, padding=1), nn.ReLU()]
    return nn.Sequential(*layers)


def bend_by_curves(picture: Tensor, curves: Tensor, channels: int) -> Tensor:
    """Applies x + A x (1 - x) once for each curve; `channels` is 3, or 1 where R, G and B share a curve."""
    for curve in curves.split(channels, 1):
        picture = picture + curve * picture * (1 - picture)
    return picture


def bend_and_mix(picture: Tensor, curves: Tensor, mix: float) -> Tensor:
    """The picture bent by curves shared by R, G and B, mixed with the one scaled by the curve of its luma."""
    bent = bend_by_curves(picture, curves, 1)
    grey = luma(picture)
    scaled = (picture * bend_by_curves(grey, curves, 1) / (grey + 0.01)).clamp_max(1)
    return (1 - mix) * bent + mix * scaled


class PublishedTeacher(nn.Module):
    """The teacher as published: eight blocks of three convolutions without reduction, eight curves: 4,701,912 parameters."""

    def __init__(self, width: int = 32, curve_count: int = 8):
        super().__init__()
        w = width
        sizes = ((4, w), (w, 2 * w), (2 * w, 4 * w), (4 * w, 8 * w), (8 * w, 8 * w), (12 * w, 4 * w), (6 * w, 2 * w), (3 * w, w))
        self.blocks = nn.ModuleList(make_block(inputs, outputs, 3) for inputs, outputs in sizes)
        self.out = nn.Conv2d(w, 3 * curve_count, 3, padding=1)

    def find_curves(self, picture: Tensor, exposure: Tensor) -> Tensor:
        """Curves (N, 24, H, W), each in (-1, 1)."""
        x, kept = torch.cat([picture, exposure], 1), []
        for index, block in enumerate(self.blocks):
            if index >= 5:
                x = torch.cat([x, kept[7 - index]], 1)
            x = block(x)
            kept.append(x)
        return torch.tanh(self.out(x))

    def bend(self, picture: Tensor, curves: Tensor) -> Tensor:
        """The picture bent by curves, channel by channel."""
        return bend_by_curves(picture, curves, 3)

    def forward(self, picture: Tensor, exposure: Tensor) -> Tensor:
        return self.bend(picture, self.find_curves(picture, exposure))


class NarrowTeacher(nn.Module):
    """The teacher that the shipped student learned from: a U-Net on halved sizes, six curves shared by R, G and B.

    119,382 parameters. Sharing a curve keeps hues; `mix` blends the result with one that scales the colour by the curve of
    its luma, which keeps saturation as well.
    """

    def __init__(self, width: int = 12, curve_count: int = 6, mix: float = 0.5):
        super().__init__()
        self.mix = mix
        w = width
        self.down = nn.ModuleList(make_block(i, o, 2) for i, o in ((4, w), (w, 2 * w), (2 * w, 4 * w), (4 * w, 4 * w)))
        self.up = nn.ModuleList(make_block(i, o, 2) for i, o in ((8 * w, 2 * w), (4 * w, w), (2 * w, w)))
        self.out = nn.Conv2d(w, curve_count, 3, padding=1)
        nn.init.normal_(self.out.weight, 0, 0.01)
        nn.init.zeros_(self.out.bias)

    def find_curves(self, picture: Tensor, exposure: Tensor) -> Tensor:
        """Curves (N, 6, H, W), each in (-1, 1)."""
        x, kept = torch.cat([picture, exposure], 1), []
        for index, block in enumerate(self.down):
            x = block(F.avg_pool2d(x, 2) if index else x)
            kept.append(x)
        for block, skip in zip(self.up, kept[2::-1]):
            x = block(torch.cat([resize(x, skip), skip], 1))
        return torch.tanh(self.out(x))

    def forward(self, picture: Tensor, exposure: Tensor) -> Tensor:
        return self.bend(picture, self.find_curves(picture, exposure))

    def bend(self, picture: Tensor, curves: Tensor) -> Tensor:
        """The picture bent by curves of `find_curves`."""
        return bend_and_mix(picture, curves, self.mix)


class PublishedStudent(nn.Module):
    """The student as published: seven depthwise and pointwise pairs on a quarter of the size: 3,630 parameters."""

    def __init__(self, width: int = 16, map_count: int = 6, padding_mode: str = "zeros"):
        super().__init__()
        w = width
        sizes = ((4, w), (w, w), (w, w), (w, w), (2 * w, w), (2 * w, w), (2 * w, map_count))
        self.pairs = nn.ModuleList(nn.Sequential(nn.Conv2d(i, i, 3, padding=1, groups=i, padding_mode=padding_mode),
                                                 nn.Conv2d(i, o, 1)) for i, o in sizes)

    def read_copy(self, copy: Tensor) -> Tensor:
        """Copies of picture and exposure (N, 4, h, w) to maps (N, map_count, h, w)."""
        x, kept = copy, []
        for index, pair in enumerate(self.pairs):
            if index >= 4:
                x = torch.cat([x, kept[6 - index]], 1)
            x = pair(x)
            if index < 6:
                x = F.relu(x)
            if index == 2:
                x = self.add_context(x)
            kept.append(x)
        return x

    def add_context(self, x: Tensor) -> Tensor:
        """Nothing in the published form."""
        return x

    def find_maps(self, copy: Tensor) -> Tensor:
        """Maps (N, map_count, h, w): the first half slopes, the second half offsets."""
        return self.read_copy(copy)

    def anchor(self, maps: Tensor, own: Tensor, share: Union[Tensor, float] = 1.0) -> Tensor:
        """Maps that change nothing where the wanted exposure is the photo's own: 1 + K(E) - K(E0) and B(E) - B(E0), a share of them."""
        slope, offset = (share * (maps - own)).chunk(2, 1)
        return torch.cat([1 + slope, offset], 1)

    def limit(self, maps: Tensor, copy: Tensor, noise: float = 0.0) -> Tensor:
        """Maps inside `SLOPE_LIMITS`, which lift no mean of the copy (N, 3, h, w) beyond `GAIN_LIMITS`, and `noise` not too far."""
        slope, offset = maps.chunk(2, 1)
        mean = copy.mean(1, keepdim=True)
        share = ((mean - BLACK_AND_DARK[0]) / (BLACK_AND_DARK[1] - BLACK_AND_DARK[0])).clamp(0, 1)
        gain = GAIN_LIMITS[0] + share * (GAIN_LIMITS[1] - GAIN_LIMITS[0])
        gain = gain.clamp_max(max(LEAST_GAIN_LIMIT, MOST_NOISE / max(noise, 1e-6)))
        slope = torch.minimum(slope.clamp(*SLOPE_LIMITS), gain)
        return torch.cat([slope, torch.minimum(offset, (gain - slope) * mean)], 1)

    def apply_maps(self, picture: Tensor, maps: Tensor) -> Tensor:
        """The picture under maps of any size, which are enlarged bilinearly; not clamped."""
        slope, offset = resize(maps, picture).chunk(2, 1)
        return slope * picture + offset

    def render(self, picture: Tensor, maps: Tensor, noise: float = 0.0) -> Tensor:
        """The picture, whose noise is known, under maps as it is run rather than trained; clamped to [0, 1]."""
        return self.apply_maps(picture, maps).clamp(0, 1)

    def forward(self, picture: Tensor, exposure: Tensor, reduction: int = 4) -> Tensor:
        copy = F.interpolate(torch.cat([picture, exposure], 1), scale_factor=1 / reduction, mode="bilinear",
                             align_corners=False, recompute_scale_factor=False)
        return self.apply_maps(picture, self.find_maps(copy))


class Student(PublishedStudent):
    """The shipped student: one slope and one offset shared by R, G and B, and the mean of the whole copy: 3,080 parameters.

    The offset is multiplied by the local mean, so that black stays black; borders are repeated, so that no frame is drawn.
    """

    def __init__(self, width: int = 14, map_count: int = 2):
        super().__init__(width, map_count, "replicate")
        self.context = nn.Conv2d(width, width, 1)
        last = self.pairs[6][1]
        nn.init.zeros_(last.bias)
        last.weight.data.mul_(0.1)

    def add_context(self, x: Tensor) -> Tensor:
        return x + self.context(x.mean((2, 3), keepdim=True))

    def find_maps(self, copy: Tensor) -> Tensor:
        slope, offset = self.read_copy(copy).split(1, 1)
        return torch.cat([1 + slope, offset * 2 * copy[:, :3].mean(1, keepdim=True)], 1)

    def render(self, picture: Tensor, maps: Tensor, noise: float = 0.0) -> Tensor:
        """K x + B, where differences of a pixel's channels from its luma grow by `COLOUR_LIMIT` at most, less in a noisy photo."""
        slope, offset = resize(maps, picture).chunk(2, 1)
        grey = luma(picture)
        return (slope * grey + offset + slope.clamp_max(find_colour_limit(noise)) * (picture - grey)).clamp(0, 1)


class CurveStudent(Student):
    """The shipped student with the teacher's six curves in place of slope and offset: 3,196 parameters."""

    def __init__(self, width: int = 14, curve_count: int = 6, mix: float = 0.5):
        super().__init__(width, curve_count)
        self.mix = mix

    def find_maps(self, copy: Tensor) -> Tensor:
        return torch.tanh(self.read_copy(copy))

    def anchor(self, maps: Tensor, own: Tensor, share: Union[Tensor, float] = 1.0) -> Tensor:
        """Curves that change nothing where the wanted exposure is the photo's own: A(E) - A(E0), a share of them."""
        return share * (maps - own)

    def limit(self, maps: Tensor, copy: Tensor, noise: float = 0.0) -> Tensor:
        """Curves kept in [-1, 1], where they are monotone."""
        return maps.clamp(-1, 1)

    def apply_maps(self, picture: Tensor, maps: Tensor) -> Tensor:
        return bend_and_mix(picture, resize(maps, picture), self.mix)

    def render(self, picture: Tensor, maps: Tensor, noise: float = 0.0) -> Tensor:
        """The picture bent, clamped to [0, 1]."""
        return self.apply_maps(picture, maps).clamp(0, 1)


def resize(x: Tensor, like: Tensor) -> Tensor:
    """Bilinear, to the size of another tensor."""
    return F.interpolate(x, size=like.shape[-2:], mode="bilinear", align_corners=False)


TEACHERS = {"narrow": NarrowTeacher, "published": PublishedTeacher}
STUDENTS = {"shipped": Student, "curves": CurveStudent, "published": PublishedStudent}
