"""Pictures that hold almost nothing: paper with a few marks, a night with a few lights, snow, fog, a wall of one colour.

Nobody would retouch them, and no photo list holds enough of them. Their statistics lie far from a photo's, so a network that has
never met them may do anything: stretch a white page until its one speck is black and the page grey. They are drawn, not photographed,
as pixels without places: a ground that runs from one colour to another, noise, and a few marks.
"""

import torch
from torch import Tensor

KINDS = ("light", "dark", "coloured")
SHARES = (0.4, 0.25, 0.35)
"""How often the ground is nearly white, nearly black, of one colour."""


def draw_ground(count: int, generator: torch.Generator) -> Tensor:
    """Colours (count, 3, 2) of the two ends of each ground, encoded: near one another, most of nearly white or nearly black."""
    def uniform(low: float, high: float, channels: int = 1, ends: int = 1) -> Tensor:
        return torch.rand(count, channels, ends, generator=generator) * (high - low) + low

    kind = torch.multinomial(torch.tensor(SHARES), count, True, generator=generator)[:, None, None]
    light = 1 - uniform(0, 1) ** 2 * 0.16 - uniform(0, 0.05, 3) * (uniform(0, 1) < 0.5)
    dark = uniform(0, 1) ** 2 * 0.1 + uniform(0, 0.04, 3) * (uniform(0, 1) < 0.5)
    coloured = uniform(0.03, 0.97, 3) * (1 - 0.85 * (uniform(0, 1) < 0.3)) + 0.85 * uniform(0, 1) * 0.3
    middle = torch.where(kind == 0, light, torch.where(kind == 1, dark, coloured)).clamp(0, 1)
    width = uniform(0, 1) ** 2 * torch.where(kind == 2, 0.3, 0.22)
    # Shades of one light: the ends differ in brightness, and a little in colour.
    shade = width * torch.tensor([-0.5, 0.5]) + 0.1 * width * uniform(-1, 1, 3, 2)
    return (middle * (1 + shade) + (kind == 1) * shade.clamp_min(0) * 0.3).clamp(0, 1)


def draw_marks(count: int, generator: torch.Generator):
    """Colours (count, 3, 1) of the marks, and the share (count, 1, 1) of pixels they cover: none, or 0.1 to 10 %."""
    grey = torch.rand(count, 1, 1, generator=generator).round() * 0.9 + 0.1 * torch.rand(count, 1, 1, generator=generator)
    any_colour = torch.rand(count, 3, 1, generator=generator)
    is_grey = torch.rand(count, 1, 1, generator=generator) < 0.6
    share = 10 ** (torch.rand(count, 1, 1, generator=generator) * 2 - 3)
    return torch.where(is_grey, grey.expand(-1, 3, -1), any_colour), share * (torch.rand(count, 1, 1, generator=generator) < 0.75)


def draw_plain_pictures(count: int, pixel_count: int, generator: torch.Generator) -> Tensor:
    """Draws pictures as pixels without places, encoded in [0, 1], shape (count, 3, pixel_count)."""
    ground = draw_ground(count, generator)
    place = torch.rand(count, 1, pixel_count, generator=generator)
    pixels = ground[..., :1] + (ground[..., 1:] - ground[..., :1]) * place
    colour, share = draw_marks(count, generator)
    is_marked = torch.rand(count, 1, pixel_count, generator=generator) < share
    # Every third mark has soft edges: its pixels are mixed with the ground.
    soft = torch.rand(count, 1, pixel_count, generator=generator) ** (torch.rand(count, 1, 1, generator=generator) < 0.33)
    pixels = torch.where(is_marked, pixels + (colour - pixels) * soft, pixels)
    noise = 0.02 * torch.rand(count, 1, 1, generator=generator) ** 2
    return (pixels + noise * torch.randn(count, 3, pixel_count, generator=generator)).clamp(0, 1)
