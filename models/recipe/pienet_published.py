"""PieNet as published (Kim et al., "PieNet: Personalized Image Enhancement Network", ECCV 2020): for a GPU and a large set of photos.

The embedding is a ResNet-18 whose last ReLU is left out, its output brought to unit length. The enhancer is a ResNet-18 encoder and a decoder of
personalised up-sample blocks that paints what is to be added to the photo. `width` 64 is the published one. Names are those of torchvision's
ResNet-18, so that its ImageNet weights load.
"""

from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor

IMAGENET_MEAN, IMAGENET_SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
STRIDE = 32
"""Sides of pictures are multiples of this."""


class Normalise(nn.Module):
    """Brings encoded sRGB to the mean and spread that networks trained on ImageNet expect."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("spread", torch.tensor(IMAGENET_SPREAD).view(1, 3, 1, 1), persistent=False)

    def forward(self, picture: Tensor) -> Tensor:
        return (picture - self.mean) / self.spread


class ResidualBlock(nn.Module):
    """Two convolutions of 3 x 3 with batch normalisation, and a way past them, by a convolution of 1 x 1 where shapes differ."""

    def __init__(self, channels: int, out: int, stride: int = 1):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels, out, 3, stride, 1, bias=False), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = nn.Conv2d(out, out, 3, 1, 1, bias=False), nn.BatchNorm2d(out)
        self.downsample = None
        if stride != 1 or channels != out:
            self.downsample = nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x: Tensor, ends_with_relu: bool = True) -> Tensor:
        past = x if self.downsample is None else self.downsample(x)
        result = past + self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(result) if ends_with_relu else result


class Encoder(nn.Module):
    """ResNet-18 without its last layer; gives the maps that skips start from, then what is left at 1/32."""

    def __init__(self, width: int = 64):
        super().__init__()
        self.normalise = Normalise()
        self.conv1, self.bn1 = nn.Conv2d(3, width, 7, 2, 3, bias=False), nn.BatchNorm2d(width)
        channels = [width, width, 2 * width, 4 * width, 8 * width]
        for level in range(1, 5):
            stride = 1 if level == 1 else 2
            blocks = [ResidualBlock(channels[level - 1], channels[level], stride), ResidualBlock(channels[level], channels[level])]
            self.add_module(f"layer{level}", nn.ModuleList(blocks))

    def forward(self, picture: Tensor, ends_with_relu: bool = True):
        x = F.relu(self.bn1(self.conv1(self.normalise(picture))))
        maps = [x]
        x = F.max_pool2d(x, 3, 2, 1)
        for level in range(1, 5):
            first, second = getattr(self, f"layer{level}")
            x = second(first(x), ends_with_relu or level < 4)
            maps.append(x)
        return maps


class PublishedEmbedding(nn.Module):
    """A finished photo (N, 3, S, S) to a vector of unit length (N, 8 width)."""

    def __init__(self, width: int = 64):
        super().__init__()
        self.encoder = Encoder(width)

    def forward(self, picture: Tensor) -> Tensor:
        vector = self.encoder(picture, ends_with_relu=False)[-1].mean((2, 3))
        return vector / (vector * vector).sum(1, keepdim=True).clamp_min(1e-12).sqrt()


class UpSampleBlock(nn.Module):
    """A personalised up-sample block: what comes from below and the preference, each by a convolution and enlarged, beside the skip.

    A residual block joins the three, but in the last one, which ends with their concatenation.
    """

    def __init__(self, below: int, out: int, preference: int, is_last: bool = False):
        super().__init__()
        self.rise, self.norm = nn.Conv2d(below, out, 3, 1, 1, bias=False), nn.BatchNorm2d(out)
        self.prefer = nn.Conv2d(preference, out, 1, bias=False)
        self.join = None if is_last else ResidualBlock(3 * out, out)

    def forward(self, below: Tensor, preference: Tensor, skip: Tensor) -> Tensor:
        size = skip.shape[-2:]
        risen = F.interpolate(F.relu(self.norm(self.rise(below))), size, mode="bilinear", align_corners=False)
        preferred = F.relu(self.prefer(preference[:, :, None, None])).expand(-1, -1, *size)
        joined = torch.cat([risen, preferred, skip], 1)
        return joined if self.join is None else self.join(joined)


class PublishedEnhancer(nn.Module):
    """A photo (N, 3, S, S) and a preference (N, 8 width) to the retouched photo, not clamped."""

    def __init__(self, width: int = 64):
        super().__init__()
        self.encoder = Encoder(width)
        outs = (4 * width, 2 * width, width, width)
        belows = (8 * width, *outs[:3])
        self.blocks = nn.ModuleList(UpSampleBlock(below, out, 8 * width, place == 3) for place, (below, out) in enumerate(zip(belows, outs)))
        self.paint = nn.Conv2d(3 * width, 3, 3, 1, 1, bias=False)

    def find_change(self, picture: Tensor, preference: Tensor) -> Tensor:
        """What is to be added to the photo."""
        *skips, last = self.encoder(picture)
        x = last.mean((2, 3), keepdim=True)
        for block, skip in zip(self.blocks, reversed(skips)):
            x = block(x, preference, skip)
        return self.paint(F.interpolate(x, picture.shape[-2:], mode="bilinear", align_corners=False))

    def forward(self, picture: Tensor, preference: Tensor) -> Tensor:
        return picture + self.find_change(picture, preference)


def load_imagenet_weights(encoder: Encoder, path: Path) -> None:
    """Begins with ImageNet weights of torchvision's `resnet18` (a state dictionary); the last layer, which is not here, is passed over."""
    saved = {name: value for name, value in torch.load(path, map_location="cpu").items() if not name.startswith("fc.")}
    wanted = encoder.state_dict()
    wrong = sorted(name for name in wanted.keys() | saved.keys() if name not in wanted or name not in saved or wanted[name].shape != saved[name].shape)
    if wrong:
        raise ValueError(f"{path}: {len(wrong)} tensors that do not fit, {wrong[0]} first (expected the state dictionary of a ResNet-18 of width 64)")
    encoder.load_state_dict(saved)


def find_edge_aware_variation(change: Tensor, picture: Tensor) -> Tensor:
    """Total variation of a change, weighed exp(-|gradient of the photo|): it may vary where the photo does."""
    losses = []
    for axis in (2, 3):
        weights = torch.exp(-picture.diff(dim=axis).abs())
        losses.append((weights * change.diff(dim=axis)).abs().mean())
    return losses[0] + losses[1]


def find_triplet_loss(preferences: Tensor, positives: Tensor, negatives: Tensor, margin: float) -> Tensor:
    """Mean of [|f - p|^2 - |f - n|^2 + margin]+ over triplets of unit vectors (N, D)."""
    near, far = (((preferences - other) ** 2).sum(1) for other in (positives, negatives))
    return F.relu(near - far + margin).mean()
