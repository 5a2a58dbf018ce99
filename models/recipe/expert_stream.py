"""The endless stream of experts that PieNet learns from, and photos in their styles.

Expert number n of the stream is drawn by a generator of its own, so a run that goes on sees the same ones. The stream holds
`size` numbers in a row; as it advances the first one leaves and a new one comes. The known fixed experts stand beside them.
"""

from pathlib import Path

import torch
from torch import Tensor

from data import CropStore, load_picture, read_photo_list
from experts import bake_drawn_expert, bake_expert, draw_expert, find_habit_numbers, follow_habits, load_experts, read_luts
from photo_statistics import measure_statistics

HALF_SIDE = 32
"""Side of the kept copies: the embedding halves its copy of 64, so training starts there."""

PIXELS_PER_PHOTO = 1024


class PhotoStore:
    """Crops of photos, by default those to be trained on: small copies and single pixels side by side, (crops, 3, 1024 + 1024) bytes.

    Attributes:
        colours: the copy's places first, then the pixels.
    """

    def __init__(self, photos: Path, crops_per_photo: int, seed: int, rows=None):
        if rows is None:
            rows = [row for row in read_photo_list() if row["split"] == "train" and row["black_and_white"] != "1"]
        store = CropStore(((load_picture(photos / row["file"]), None) for row in rows), HALF_SIDE, PIXELS_PER_PHOTO, crops_per_photo, seed)
        self.colours = torch.cat([store.copies, store.pixels], 2)

    def __len__(self) -> int:
        return len(self.colours)

    def pick(self, count: int, generator: torch.Generator) -> Tensor:
        """Encoded colours (count, 3, 2048) of random crops."""
        return self.colours[torch.randint(len(self), (count,), generator=generator)] / 255


def vary_photos(colours: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Photos a little lighter or darker and a little warmer or cooler, as one person's photos are."""
    count = len(colours)
    tone, cast = (torch.randn(count, channels, 1, generator=generator) for channels in (1, 3))
    gamma = torch.exp(strength * (tone.clamp(-2, 2) + 0.12 * cast))
    return colours**gamma


class ExpertStream:
    """The experts at hand, as LUTs and habits; the known fixed ones come first."""

    def __init__(self, size: int, seed: int, first: int = 0):
        self.known = load_experts()["known"]
        self.size, self.seed, self.first = size, seed, first
        self.experts = self.known + [None] * size
        self.luts = torch.stack([bake_expert(expert) for expert in self.known] + [torch.zeros(3, 17, 17, 17)] * size)
        for number in range(first, first + size):
            self.take(number)

    def __len__(self) -> int:
        return len(self.experts)

    def take(self, number: int) -> int:
        """Draws expert `number` into its place and returns the place."""
        place = len(self.known) + number % self.size
        self.experts[place] = draw_expert(torch.Generator().manual_seed(self.seed * 1_000_003 + number))
        self.luts[place] = bake_drawn_expert(self.experts[place])
        return place

    def advance(self) -> int:
        """Takes the next expert in place of the first and returns its place."""
        self.first += 1
        return self.take(self.first + self.size - 1)

    def choose(self, count: int, known_share: float, generator: torch.Generator) -> Tensor:
        """Places of `count` different experts; each is a known one with the chance `known_share`."""
        known = int((torch.rand(count, generator=generator) < known_share).sum())
        first = torch.randperm(len(self.known), generator=generator)[:known]
        rest = torch.randperm(self.size, generator=generator)[: count - len(first)] + len(self.known)
        return torch.cat([first, rest])

    def render(self, place: int, colours: Tensor, seen: Tensor = None) -> Tensor:
        """What the expert at a place makes of photos (N, 3, P); `seen` are the pixels by which it judges them."""
        expert = self.experts[place]
        seen = colours[:, :, -PIXELS_PER_PHOTO:] if seen is None else seen
        followed = follow_habits(colours, find_habit_numbers(expert.get("habits", {}), seen))
        return read_luts(self.luts[place : place + 1].expand(len(colours), -1, -1, -1, -1), followed)


def split_colours(colours: Tensor):
    """Copies (N, 3, 32, 32) and statistics (N, 55) of colours as a PhotoStore keeps them."""
    copies = colours[:, :, :-PIXELS_PER_PHOTO].unflatten(2, (HALF_SIDE, HALF_SIDE))
    return copies, measure_statistics(colours[:, :, -PIXELS_PER_PHOTO:])


def choose_reference(store: PhotoStore, seed: int = 0) -> Tensor:
    """128 colours of many photos (1, 3, 128): what an expert does to them tells most of what it does at all."""
    generator = torch.Generator().manual_seed(seed)
    crops = torch.randint(len(store), (128,), generator=generator)
    return store.colours[crops, :, PIXELS_PER_PHOTO + torch.arange(128)].T[None] / 255
