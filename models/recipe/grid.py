"""Lifts maps into an edge-aware grid of place and luma, and slices it at full resolution.

Enlarged bilinearly, the maps of a dark object reach into the sky beside it and draw a halo. In the grid a pixel reads what pixels
of its own luma were given nearby, as in Chen, Paris, Durand, "Real-time edge-aware image processing with the bilateral grid",
2007, fitted by regularised least squares.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from color import luma

GRID_SHAPE = (16, 16, 8)
"""Nodes along height, width and luma."""

SMOOTHNESS = (0.05, 0.02)
"""Weights of squared differences between neighbouring nodes, in place and in luma, against one cell's worth of pixels."""


def find_corners(positions: Tensor, count: int):
    """Lower node and share of the upper one, of positions in [0, count - 1]."""
    lower = positions.floor().clamp(0, count - 2)
    return lower.long(), positions - lower


def make_smoothness() -> Tensor:
    """The quadratic form (nodes, nodes) of all weighted differences."""
    nodes = torch.arange(torch.tensor(GRID_SHAPE).prod()).view(GRID_SHAPE)
    form = torch.zeros(nodes.numel(), nodes.numel())
    for axis, weight in enumerate((SMOOTHNESS[0], SMOOTHNESS[0], SMOOTHNESS[1])):
        length = GRID_SHAPE[axis]
        first, second = nodes.narrow(axis, 0, length - 1).flatten(), nodes.narrow(axis, 1, length - 1).flatten()
        for rows, columns, sign in ((first, first, 1), (second, second, 1), (first, second, -1), (second, first, -1)):
            form.index_put_((rows, columns), torch.full((len(rows),), sign * weight), accumulate=True)
    return form


class GridFit:
    """The least-squares problem of one copy; it depends on the copy alone, so many maps are lifted with one factorisation."""

    def __init__(self, copy: Tensor):
        """Sets the problem up for an encoded copy (1, 3, side, side)."""
        height, width = copy.shape[-2:]
        rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        places = ((rows + 0.5) / height, (columns + 0.5) / width, luma(copy)[0, 0])
        corners = [find_corners(place.flatten() * (count - 1), count) for place, count in zip(places, GRID_SHAPE)]
        nodes, weights = [], []
        for corner in range(8):
            uppers = [(corner >> axis) & 1 for axis in range(3)]
            y, x, z = (lower + upper for (lower, _), upper in zip(corners, uppers))
            nodes.append((y * GRID_SHAPE[1] + x) * GRID_SHAPE[2] + z)
            shares = [share if upper else 1 - share for (_, share), upper in zip(corners, uppers)]
            weights.append(shares[0] * shares[1] * shares[2])
        self.nodes, self.weights = torch.stack(nodes, 1), torch.stack(weights, 1)
        self.pixels_per_cell = height * width / (GRID_SHAPE[0] * GRID_SHAPE[1])
        form = make_smoothness() + 1e-6 * torch.eye(torch.tensor(GRID_SHAPE).prod())
        shares = self.weights[:, :, None] * self.weights[:, None, :] / self.pixels_per_cell
        form.index_put_((self.nodes[:, :, None].expand(-1, 8, 8), self.nodes[:, None, :].expand(-1, 8, 8)), shares, accumulate=True)
        self.factor = torch.linalg.cholesky(form)

    def lift(self, maps: Tensor) -> Tensor:
        """The grid (1, count, luma, height, width) of maps (1, count, side, side)."""
        values = maps[0].flatten(1)
        right = torch.zeros(self.factor.shape[0], len(values))
        for number, column in enumerate(values):
            right[:, number].index_add_(0, self.nodes.flatten(), (self.weights * column[:, None] / self.pixels_per_cell).flatten())
        return torch.cholesky_solve(right, self.factor).T.view(-1, *GRID_SHAPE).permute(0, 3, 1, 2)[None]


def slice_grid(grid: Tensor, picture: Tensor) -> Tensor:
    """Maps (1, count, H, W) of a picture (1, 3, H, W): the grid read at every pixel's place and luma."""
    height, width = picture.shape[-2:]
    rows = ((torch.arange(height) + 0.5) / height * 2 - 1)[:, None].expand(height, width)
    columns = ((torch.arange(width) + 0.5) / width * 2 - 1)[None].expand(height, width)
    places = torch.stack([columns, rows, luma(picture)[0, 0] * 2 - 1], -1)
    return F.grid_sample(grid, places[None, None], mode="bilinear", padding_mode="border", align_corners=True)[:, :, 0]
