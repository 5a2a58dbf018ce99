"""CSRNet (He et al., "Conditional Sequential Modulation for Efficient Global Image Retouching", ECCV 2020).

Layout, sizes and state names are those of the published network: 36,489 parameters, so the authors' `csrnet.pth` loads. A
condition branch turns a small copy of the photo into 32 numbers; they scale and shift the features of a network of 1x1
convolutions, that is, of one colour map for the whole photo.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor

MODULATION_SIZES = (64, 64, 64, 64, 3, 3)
"""Lengths of scale 1, shift 1, scale 2, shift 2, scale 3, shift 3: 262 numbers that make the map of one photo."""


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


class CSRNet(nn.Module):
    """The whole network. `use_condition=False` is the base network alone, for the ablation."""

    def __init__(self, use_condition: bool = True, base: int = 64, features: int = 32):
        super().__init__()
        self.use_condition = use_condition
        if use_condition:
            self.cond_net = ConditionBranch(features)
            for layer, size in ((1, base), (2, base), (3, 3)):
                setattr(self, f"cond_scale{layer}", nn.Linear(features, size))
                setattr(self, f"cond_shift{layer}", nn.Linear(features, size))
        self.conv1 = nn.Conv2d(3, base, 1)
        self.conv2 = nn.Conv2d(base, base, 1)
        self.conv3 = nn.Conv2d(base, 3, 1)

    def decide(self, copy: Tensor) -> Tensor:
        """Small copies (N, 3, side, side), encoded sRGB, to modulations (N, 262); each scale already holds the added one."""
        condition = self.cond_net(copy)
        parts = []
        for layer in (1, 2, 3):
            parts.append(getattr(self, f"cond_scale{layer}")(condition) + 1)
            parts.append(getattr(self, f"cond_shift{layer}")(condition))
        return torch.cat(parts, 1)

    def map_pixels(self, pixels: Tensor, modulation: Tensor = None) -> Tensor:
        """Maps encoded pixels (N, 3, H, W) by modulations (N, 262); the result is not clamped."""
        x = pixels
        parts = None if modulation is None else modulation[:, :, None, None].split(MODULATION_SIZES, 1)
        for layer, convolution in enumerate((self.conv1, self.conv2, self.conv3)):
            x = convolution(x)
            if parts is not None:
                x = x * parts[2 * layer] + parts[2 * layer + 1]
            if layer < 2:
                x = F.relu(x)
        return x

    def forward(self, pixels: Tensor, copy: Tensor = None) -> Tensor:
        """Retouches pixels (N, 3, H, W) as the copy suggests; without a copy the pixels are their own condition."""
        if not self.use_condition:
            return self.map_pixels(pixels)
        return self.map_pixels(pixels, self.decide(pixels if copy is None else copy))

    @torch.no_grad()
    def start_at_identity(self) -> "CSRNet":
        """Sets weights so that an untrained network returns its input: three features of each layer carry R, G and B.

        The other features keep their random values but no way to the output, and the condition's biases start at zero, so
        what is left of it is small; training then departs from "change nothing".
        """
        for convolution in (self.conv1, self.conv2, self.conv3):
            convolution.bias[:3] = 0
            convolution.weight[:3] = 0
            convolution.weight[:3, :3, 0, 0] = torch.eye(3)
        for layer in (1, 2, 3) if self.use_condition else ():
            for kind in ("scale", "shift"):
                getattr(self, f"cond_{kind}{layer}").bias.zero_()
        return self


def count_parameters(module: nn.Module) -> int:
    """Trainable numbers of a module."""
    return sum(parameter.numel() for parameter in module.parameters())
