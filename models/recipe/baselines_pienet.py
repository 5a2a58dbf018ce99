"""What PieNet has to beat: matching of statistics, and hand-made statistics under a linear discriminant analysis."""

import torch
import torch.nn.functional as F
from torch import Tensor

from color import luma
from expert_stream import ExpertStream, PhotoStore, split_colours
from operations_oklab import from_oklab, to_oklab

LUMA_QUANTILES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
COLOUR_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
ZONES = ((0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.01))
DIRECTIONS = 16


def match_statistics(pixels: Tensor, liked: Tensor, strength: float = 1.0) -> Tensor:
    """Gives pixels (N, 3, P) the mean and spread of Oklab that liked photos (n, 3, P) have on average.

    Source: Reinhard et al., "Color Transfer between Images", 2001, in Oklab.
    """
    own, theirs = to_oklab(pixels), to_oklab(liked)
    mean, spread = theirs.mean(2).mean(0)[:, None], theirs.std(2).mean(0)[:, None]
    moved = (own - own.mean(2, keepdim=True)) * (spread / own.std(2, keepdim=True).clamp_min(0.01)).clamp(0.3, 3) + mean
    return from_oklab(own + strength * (moved - own)).clamp(0, 1)


def describe_by_hand(copy: Tensor) -> Tensor:
    """Hand-made statistics (N, 101) of small copies: tones, chroma, and casts of four zones of luma."""
    grey, chroma = luma(copy).flatten(1), (copy.amax(1) - copy.amin(1)).flatten(1)
    warm, green = (copy[:, 0] - copy[:, 2]).flatten(1), (copy[:, 1] - (copy[:, 0] + copy[:, 2]) / 2).flatten(1)

    def find_quantiles(values, places):
        return torch.quantile(values, torch.tensor(places), dim=1).T

    tones = find_quantiles(grey, LUMA_QUANTILES)
    found = [tones, tones.diff(dim=1), find_quantiles(chroma, COLOUR_QUANTILES)]
    found += [grey.mean(1, keepdim=True), grey.std(1, keepdim=True), chroma.mean(1, keepdim=True)]
    for low, high in ZONES:
        inside = ((grey >= low) & (grey < high)).float()
        weight = inside.sum(1, keepdim=True) + 5
        found += [(values * inside).sum(1, keepdim=True) / weight for values in (warm, green, chroma)] + [weight / grey.shape[1]]
        found += [find_quantiles(values * inside, (0.05, 0.5, 0.95)) for values in (warm, green)]
    for values in (warm, green):
        found += [find_quantiles(values, COLOUR_QUANTILES), values.std(1, keepdim=True)]
    features = torch.cat(found, 1)
    return torch.cat([features, features[:, :24] ** 2], 1)


class DiscriminantEmbedding:
    """Sixteen directions of hand-made statistics that tell experts apart best, found from training photos in drawn styles."""

    def __init__(self, store: PhotoStore, stream: ExpertStream, experts: int = 60, photos: int = 100, seed: int = 5):
        generator, features = torch.Generator().manual_seed(seed), []
        for place in range(experts):
            styled = stream.render(place, store.pick(photos, generator))
            features.append(describe_by_hand(split_colours(styled)[0]))
        features = torch.stack(features)
        self.middle, self.spread = features.flatten(0, 1).mean(0), features.flatten(0, 1).std(0) + 1e-4
        features = (features - self.middle) / self.spread
        means = features.mean(1)
        within = torch.cov((features - means[:, None]).flatten(0, 1).T) + 0.05 * torch.eye(features.shape[2])
        lower = torch.linalg.cholesky(within)
        white = torch.linalg.solve_triangular(lower, torch.cov(means.T), upper=False)
        white = torch.linalg.solve_triangular(lower, white.T, upper=False)
        vectors = torch.linalg.eigh(white).eigenvectors[:, -DIRECTIONS:]
        self.directions = torch.linalg.solve_triangular(lower.T, vectors, upper=True)

    def embed(self, copy: Tensor) -> Tensor:
        """Small copies to (N, 16), not of unit length."""
        return ((describe_by_hand(copy) - self.middle) / self.spread) @ self.directions


def find_hits(queries: Tensor, prototypes: Tensor) -> float:
    """Share of queries (K, n, D) that are nearest to the prototype (K, D) of their own style."""
    distances = ((queries[:, :, None] - prototypes) ** 2).sum(3)
    return float((distances.argmin(2) == torch.arange(len(prototypes))[:, None]).float().mean())


def join_sets(vectors: Tensor, size: int, is_unit: bool) -> Tensor:
    """Means of `size` vectors each (K, sets, D) of vectors (K, n, D); what is left over is dropped."""
    whole = vectors.shape[1] // size * size
    means = vectors[:, :whole].unflatten(1, (-1, size)).mean(2)
    return F.normalize(means, dim=2) if is_unit else means
