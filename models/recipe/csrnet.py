"""CSRNet (He et al., "Conditional Sequential Modulation for Efficient Global Image Retouching", ECCV 2020).

A condition branch turns what is known of the whole photo into a few numbers; they scale and shift the features of a network
of 1x1 convolutions, that is, of one colour map for the whole photo.

`CSRNet()` is the published network, in layout, sizes and state names: 36,489 parameters, so the authors' `csrnet.pth` loads.
Three switches change it, each for a measured gain (see the model card):

- `sees`: the condition is taken from the small copy, as published, from statistics of the photo's pixels, or from both;
- `anchored`: the map reads each pixel twice, as it is and stretched between the photo's own black and white;
- `residual`: the map's last layer is a change that is added to the pixel.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor

from photo_statistics import STATISTIC_COUNT, find_anchors

PUBLISHED_LAYOUT = {"sees": ("copy",), "anchored": False, "residual": False}
LEAST_RANGE = 0.1
"""A photo's black and white are taken to be at least this far apart, encoded, so that a flat grey is not torn apart."""


class ConditionBranch(nn.Module):
    """Three strided convolutions and a mean: 23,232 parameters. The 7x7 is padded by 1, as published."""

    def __init__(self, features: int = 32):
        super().__init__()
        self.conv1 = nn.Conv2d(3, features, 7, stride=2, padding=1)
        self.conv2 = nn.Conv2d(features, features, 3, stride=2, padding=1)
        self.conv3 = nn.Conv2d(features, features, 3, stride=2, padding=1)

    def forward(self, copy: Tensor) -> Tensor:
        """(N, 3, side, side) encoded sRGB in [0, 1] to (N, 32)."""
        x = F.relu(self.conv1(copy))
        x = F.relu(self.conv2(x))
        x = F.relu(self.conv3(x))
        return x.mean((2, 3))


class StatisticsBranch(nn.Module):
    """Two full layers over the photo's statistics: 5,664 parameters."""

    def __init__(self, features: int = 32, hidden: int = 64):
        super().__init__()
        self.linear1 = nn.Linear(STATISTIC_COUNT, hidden)
        self.linear2 = nn.Linear(hidden, features)

    def forward(self, statistics: Tensor) -> Tensor:
        """(N, 55) to (N, 32)."""
        return F.relu(self.linear2(F.relu(self.linear1(statistics))))


class CSRNet(nn.Module):
    """The whole network. `use_condition=False` is the published base network alone, for the ablation."""

    def __init__(self, use_condition: bool = True, base: int = 64, features: int = 32,
                 sees=PUBLISHED_LAYOUT["sees"], anchored: bool = False, residual: bool = False):
        super().__init__()
        if not set(sees) <= {"copy", "statistics"} or not sees:
            raise ValueError(f"sees: {sees!r} (expected 'copy', 'statistics' or both)")
        self.use_condition, self.sees, self.anchored, self.residual = use_condition, tuple(sees), anchored, residual
        self.sizes = (base, base, base, base, 3, 3)
        if use_condition:
            if "copy" in sees:
                self.cond_net = ConditionBranch(features)
            if "statistics" in sees:
                self.stat_net = StatisticsBranch(features)
            for layer, size in ((1, base), (2, base), (3, 3)):
                setattr(self, f"cond_scale{layer}", nn.Linear(features * len(sees), size))
                setattr(self, f"cond_shift{layer}", nn.Linear(features * len(sees), size))
        self.conv1 = nn.Conv2d(6 if anchored else 3, base, 1)
        self.conv2 = nn.Conv2d(base, base, 1)
        self.conv3 = nn.Conv2d(base, 3, 1)

    @property
    def modulation_length(self) -> int:
        """Numbers that make the map of one photo: 262, and six more where the map is anchored."""
        return sum(self.sizes) + (6 if self.anchored else 0)

    def decide(self, copy: Tensor = None, statistics: Tensor = None) -> Tensor:
        """Small copies (N, 3, side, side), encoded sRGB, and statistics (N, 55) to modulations; what is not seen may be None.

        A modulation holds scale 1, shift 1, scale 2, shift 2, scale 3, shift 3, each scale with the added one; an anchored
        one ends with three slopes and three offsets that stretch R, G and B between the photo's black and white.
        """
        seen = [self.cond_net(copy)] if "copy" in self.sees else []
        seen += [self.stat_net(statistics)] if "statistics" in self.sees else []
        condition = torch.cat(seen, 1)
        parts = []
        for layer in (1, 2, 3):
            parts.append(getattr(self, f"cond_scale{layer}")(condition) + 1)
            parts.append(getattr(self, f"cond_shift{layer}")(condition))
        if self.anchored:
            black, white = find_anchors(statistics)
            slope = 1 / (white - black).clamp_min(LEAST_RANGE)
            parts += [slope, -black * slope]
        return torch.cat(parts, 1)

    def map_pixels(self, pixels: Tensor, modulation: Tensor = None) -> Tensor:
        """Maps encoded pixels (N, 3, H, W) by modulations; the result is not clamped."""
        x, parts = pixels, None
        if modulation is not None:
            modulation = modulation[:, :, None, None]
            parts = modulation[:, : sum(self.sizes)].split(self.sizes, 1)
        if self.anchored:
            slope, offset = modulation[:, sum(self.sizes) :].split(3, 1)
            x = torch.cat([pixels, pixels * slope + offset], 1)
        for layer, convolution in enumerate((self.conv1, self.conv2, self.conv3)):
            x = convolution(x)
            if parts is not None:
                x = x * parts[2 * layer] + parts[2 * layer + 1]
            if layer < 2:
                x = F.relu(x)
        return pixels + x if self.residual else x

    def forward(self, pixels: Tensor, copy: Tensor = None, statistics: Tensor = None) -> Tensor:
        """Retouches pixels (N, 3, H, W); a network that sees a copy only takes the pixels themselves where none is given."""
        if not self.use_condition:
            return self.map_pixels(pixels)
        return self.map_pixels(pixels, self.decide(pixels if copy is None else copy, statistics))

    @torch.no_grad()
    def start_at_identity(self) -> "CSRNet":
        """Sets weights so that an untrained network returns its input, or, if it is residual, nearly so.

        The published network: three features of each layer carry R, G and B. The other features keep their random values
        but no way to the output, and the condition's biases start at zero, so what is left of it is small; training then
        departs from "change nothing". A residual network only needs a small last layer.
        """
        for layer in (1, 2, 3) if self.use_condition else ():
            for kind in ("scale", "shift"):
                getattr(self, f"cond_{kind}{layer}").bias.zero_()
        if self.residual:
            self.conv3.weight.mul_(0.1)
            self.conv3.bias.zero_()
            return self
        for convolution in (self.conv1, self.conv2, self.conv3):
            convolution.bias[:3] = 0
            convolution.weight[:3] = 0
            convolution.weight[:3, :3, 0, 0] = torch.eye(3)
        return self

    def get_condition_parameters(self) -> list:
        """The trainable tensors of the condition branch: what a style learns over the frozen base."""
        return [parameter for name, parameter in self.named_parameters() if not name.startswith("conv")]


def count_parameters(module: nn.Module) -> int:
    """Trainable numbers of a module."""
    return sum(parameter.numel() for parameter in module.parameters())
