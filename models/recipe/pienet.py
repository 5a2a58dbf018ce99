"""PieNet in a size for a browser (after Kim et al., "PieNet: Personalized Image Enhancement Network", ECCV 2020).

As published, an embedding turns a finished photo into a vector of unit length, the mean of a person's liked photos is their
preference, and an enhancer retouches other photos by it. Here the enhancer decides CSRNet's colour map in place of painting
pixels, so its result is a map of colours: exact at any size, baked like the other one.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor

from color import luma
from csrnet import CSRNet, LEAST_RANGE
from photo_statistics import STATISTIC_COUNT, find_anchors

VECTOR_LENGTH = 64
COPY_SIDE = 64
PIXEL_FEATURES = 7


def describe_pixels(copy: Tensor) -> Tensor:
    """R, G, B, luma, red - blue, green - the mean of both, and chroma of each place: (N, 7, H, W)."""
    red, green, blue = copy.split(1, 1)
    chroma = copy.amax(1, keepdim=True) - copy.amin(1, keepdim=True)
    return torch.cat([copy, luma(copy), red - blue, green - (red + blue) / 2, chroma], 1)


class StyleEmbedding(nn.Module):
    """A finished photo to a vector of unit length: what look it has, as far as possible whatever it shows.

    Three views are joined: a learned soft histogram of colours (a network on each place of the copy, whose outputs are averaged), a
    small convolutional branch that sees what is where, and the statistics of single pixels.
    """

    def __init__(self, histogram: int = 96, sees_shapes: bool = True, hidden: int = 160):
        super().__init__()
        self.histogram = nn.Sequential(nn.Linear(PIXEL_FEATURES, 64), nn.ReLU(), nn.Linear(64, histogram), nn.ReLU())
        self.shapes = nn.Sequential(
            nn.Conv2d(PIXEL_FEATURES, 24, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(24, 40, 3, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(40, 64, 3, stride=2, padding=1), nn.ReLU()) if sees_shapes else None
        joined = 2 * histogram + STATISTIC_COUNT + (64 if sees_shapes else 0)
        self.register_buffer("middle", torch.zeros(joined))
        self.register_buffer("spread", torch.ones(joined))
        self.join = nn.Sequential(nn.Linear(joined, hidden), nn.ReLU(), nn.Linear(hidden, VECTOR_LENGTH))

    def view(self, copy: Tensor, statistics: Tensor, counted_places: Tensor = None) -> Tensor:
        """What the three views see, before it is brought to one scale; the histogram may count some places of the copy only."""
        features = describe_pixels(F.avg_pool2d(copy, 2) if copy.shape[2] == COPY_SIDE else copy)
        places = features.flatten(2).transpose(1, 2)
        counted = self.histogram(places if counted_places is None else places[:, counted_places])
        mean = counted.mean(1)
        spread = ((counted - mean[:, None]) ** 2).mean(1).clamp_min(1e-8).sqrt()
        seen = [mean, spread, statistics]
        if self.shapes is not None:
            seen.append(self.shapes(features).mean((2, 3)))
        return torch.cat(seen, 1)

    def forward(self, copy: Tensor, statistics: Tensor, counted_places: Tensor = None) -> Tensor:
        """Copies (N, 3, 64, 64), or already halved, and statistics (N, 55) to vectors (N, 64)."""
        vector = self.join((self.view(copy, statistics, counted_places) - self.middle) / self.spread)
        return vector / (vector * vector).sum(1, keepdim=True).clamp_min(1e-12).sqrt()

    @torch.no_grad()
    def settle_scale(self, copy: Tensor, statistics: Tensor) -> None:
        """Brings what the views see to mean 0 and spread 1 by a sample of photos; done once, before training."""
        seen = self.view(copy, statistics)
        self.middle.copy_(seen.mean(0))
        self.spread.copy_(seen.std(0).clamp_min(1e-2))


class Enhancer(nn.Module):
    """A photo's statistics and a preference to the photo's colour map, and the share of colour that is left of it.

    The map is CSRNet's, anchored and residual. The share mixes what the map gives towards its own luma: 0 is exactly black and
    white, 1 leaves it alone.
    """

    def __init__(self, hidden: int = 192):
        super().__init__()
        self.map = CSRNet(use_condition=False, anchored=True, residual=True)
        self.register_buffer("middle", torch.zeros(STATISTIC_COUNT))
        self.register_buffer("spread", torch.ones(STATISTIC_COUNT))
        self.see = nn.Sequential(nn.Linear(STATISTIC_COUNT, 64), nn.ReLU())
        self.prefer = nn.Sequential(nn.Linear(VECTOR_LENGTH, 128), nn.ReLU())
        self.join = nn.Sequential(nn.Linear(64 + 128, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU())
        self.modulate = nn.Linear(hidden, sum(self.map.sizes))
        self.colour = nn.Sequential(nn.Linear(VECTOR_LENGTH, 32), nn.ReLU(), nn.Linear(32, 1))
        with torch.no_grad():
            self.modulate.weight.mul_(0.3)
            self.modulate.bias.zero_()
            self.map.conv3.weight.mul_(0.1)
            self.map.conv3.bias.zero_()
            self.colour[2].bias.fill_(2.0)
        self.register_buffer("rest", torch.cat([torch.full((size,), float(number % 2 == 0)) for number, size in enumerate(self.map.sizes)]))

    def decide(self, statistics: Tensor, preference: Tensor):
        """Statistics (N, 55) and preferences (N, 64) to modulations (N, 268) and shares of colour (N, 1)."""
        seen = self.see((statistics - self.middle) / self.spread)
        joined = self.join(torch.cat([seen, self.prefer(preference * VECTOR_LENGTH**0.5)], 1))
        black, white = find_anchors(statistics)
        slope = 1 / (white - black).clamp_min(LEAST_RANGE)
        modulation = torch.cat([self.rest + self.modulate(joined), slope, -black * slope], 1)
        return modulation, self.weigh_colour(preference).clamp(0, 1)

    def weigh_colour(self, preference: Tensor) -> Tensor:
        """The share of colour before it is limited to 0..1, which it passes on both sides."""
        return 1.2 * torch.sigmoid(self.colour(preference * VECTOR_LENGTH**0.5)) - 0.1

    def map_pixels(self, pixels: Tensor, modulation: Tensor, colour: Tensor) -> Tensor:
        """Maps encoded pixels (N, 3, H, W); the result is not clamped."""
        return keep_colour(self.map.map_pixels(pixels, modulation), colour)

    def forward(self, pixels: Tensor, statistics: Tensor, preference: Tensor) -> Tensor:
        return self.map_pixels(pixels, *self.decide(statistics, preference))


def keep_colour(mapped: Tensor, colour: Tensor) -> Tensor:
    """Mixes pixels (N, 3, H, W) towards their luma by the share of colour (N, 1)."""
    grey = luma(mapped)
    return grey + colour[:, :, None, None] * (mapped - grey)


def find_preference(vectors: Tensor) -> Tensor:
    """The preference (..., 64) of liked photos (..., n, 64): the mean of their vectors, brought to unit length."""
    return F.normalize(vectors.mean(-2), dim=-1)
