"""Lifts maps into an edge-aware grid of place and luma, and slices it at full resolution.

Enlarged bilinearly, the maps of a dark object reach into the sky beside it and draw a halo. In the grid a pixel reads what pixels
of its own luma were given nearby, as in Chen, Paris, Durand, "Real-time edge-aware image processing with the bilateral grid",
2007, fitted by regularised least squares.
"""

from functools import lru_cache
from typing import Optional

import torch
import torch.nn.functional as F
from torch import Tensor

from color import luma

GRID_SHAPE = (16, 16, 8)
"""Nodes along height, width and luma, each in the middle of its cell."""

SMOOTHNESS = (0.5, 0.02)
"""Weights of squared differences between neighbouring nodes, in place and in luma, against one cell's worth of pixels."""

RIDGE = 1e-6
"""Holds nodes at zero that no pixel touches and smoothness ties to nothing."""


def find_corners(places: Tensor, count: int):
    """Lower node and share of the upper one, of places in [0, 1]; beyond the outermost nodes the end node alone."""
    positions = (places * count - 0.5).clamp(0, count - 1)
    lower = positions.floor().clamp(0, count - 2)
    return lower.long(), positions - lower


@lru_cache(maxsize=1)
def make_smoothness() -> Tensor:
    """The quadratic form (nodes, nodes) of all weighted differences and the ridge."""
    nodes = torch.arange(torch.tensor(GRID_SHAPE).prod()).view(GRID_SHAPE)
    form = torch.zeros(nodes.numel(), nodes.numel())
    for axis, weight in enumerate((SMOOTHNESS[0], SMOOTHNESS[0], SMOOTHNESS[1])):
        length = GRID_SHAPE[axis]
        first, second = nodes.narrow(axis, 0, length - 1).flatten(), nodes.narrow(axis, 1, length - 1).flatten()
        for rows, columns, sign in ((first, first, 1), (second, second, 1), (first, second, -1), (second, first, -1)):
            form.index_put_((rows, columns), torch.full((len(rows),), sign * weight), accumulate=True)
    return form.double() + RIDGE * torch.eye(len(form), dtype=torch.double)


def factor_rows(form: Tensor, count: int):
    """Cholesky factor of a form that ties each of `count` equal rows of nodes to its neighbours alone: blocks on and below the diagonal."""
    blocks = form.view(count, len(form) // count, count, len(form) // count).transpose(1, 2)
    on, below = [torch.linalg.cholesky(blocks[0, 0])], []
    for row in range(1, count):
        below.append(torch.linalg.solve_triangular(on[-1], blocks[row - 1, row], upper=False).T)
        on.append(torch.linalg.cholesky(blocks[row, row] - below[-1] @ below[-1].T))
    return on, below


def solve_rows(factor, right: Tensor) -> Tensor:
    """The solution (nodes, count) of a form factored by `factor_rows`."""
    on, below = factor
    parts = list(right.chunk(len(on)))
    for row, block in enumerate(on):
        rest = parts[row] - below[row - 1] @ parts[row - 1] if row else parts[row]
        parts[row] = torch.linalg.solve_triangular(block, rest, upper=False)
    for row in range(len(on) - 1, -1, -1):
        rest = parts[row] - below[row].T @ parts[row + 1] if row < len(below) else parts[row]
        parts[row] = torch.linalg.solve_triangular(on[row].T, rest, upper=True)
    return torch.cat(parts)


class GridFit:
    """The least-squares problem of one copy; it depends on the copy alone, so many maps are lifted with one factorisation."""

    def __init__(self, copy: Tensor, coverage: Optional[Tensor] = None):
        """Sets the problem up for an encoded copy (1, 3, side, side).

        Args:
            coverage: how much each place counts, (1, 1, side, side), equally where left out. The grid goes on smoothly where
                none counts, so that what is wanted inside a stroke is not weakened by what is not wanted beside it.
        """
        height, width = copy.shape[-2:]
        rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        places = ((rows + 0.5) / height, (columns + 0.5) / width, luma(copy)[0, 0])
        corners = [find_corners(place.flatten(), count) for place, count in zip(places, GRID_SHAPE)]
        nodes, weights = [], []
        for corner in range(8):
            uppers = [(corner >> axis) & 1 for axis in range(3)]
            y, x, z = (lower + upper for (lower, _), upper in zip(corners, uppers))
            nodes.append((y * GRID_SHAPE[1] + x) * GRID_SHAPE[2] + z)
            shares = [share if upper else 1 - share for (_, share), upper in zip(corners, uppers)]
            weights.append(shares[0] * shares[1] * shares[2])
        self.nodes, shares = torch.stack(nodes, 1), torch.stack(weights, 1).double()
        cell_count = GRID_SHAPE[0] * GRID_SHAPE[1]
        counts = (torch.ones_like(copy[:, :1]) if coverage is None else coverage).double().flatten()[:, None]
        self.weights = shares * counts * cell_count / (height * width)
        form = make_smoothness().clone()
        products = self.weights[:, :, None] * shares[:, None, :]
        form.index_put_((self.nodes[:, :, None].expand(-1, 8, 8), self.nodes[:, None, :].expand(-1, 8, 8)), products, accumulate=True)
        self.factor = factor_rows(form, GRID_SHAPE[0])

    def lift(self, maps: Tensor) -> Tensor:
        """The grid (1, count, luma, height, width) of maps (1, count, side, side)."""
        values = maps[0].flatten(1)
        right = torch.zeros(torch.tensor(GRID_SHAPE).prod(), len(values), dtype=torch.double)
        for number, column in enumerate(values):
            right[:, number].index_add_(0, self.nodes.flatten(), (self.weights * column[:, None]).flatten())
        return solve_rows(self.factor, right).to(maps).T.reshape(-1, *GRID_SHAPE).permute(0, 3, 1, 2)[None]


def slice_grid(grid: Tensor, picture: Tensor) -> Tensor:
    """Maps (1, count, H, W) of a picture (1, 3, H, W): the grid read at every pixel's place and luma."""
    height, width = picture.shape[-2:]
    rows = ((torch.arange(height) + 0.5) / height * 2 - 1)[:, None].expand(height, width)
    columns = ((torch.arange(width) + 0.5) / width * 2 - 1)[None].expand(height, width)
    places = torch.stack([columns, rows, luma(picture)[0, 0] * 2 - 1], -1)
    return F.grid_sample(grid, places[None, None], mode="bilinear", padding_mode="border", align_corners=False)[:, :, 0]
