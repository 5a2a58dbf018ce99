"""The product's operations that work in Oklab or by bands of hue, in PyTorch; see operations.py."""

import math

import torch
from torch import Tensor

from color import LINEAR_SRGB_TO_LMS, LMS_ROOT_TO_OKLAB, apply_matrix, linear_to_srgb, luma, srgb_to_linear

BANDS = {"red": 20, "orange": 50, "yellow": 95, "green": 140, "aqua": 195, "blue": 255, "purple": 300, "magenta": 345}
LARGEST_CHROMA = 0.32249
HALF_CHROMA = 0.02
TINT_CHROMA, LIGHTNESS_REACH = 0.1, 0.6
FLOW_TABLE, FLOW_STEPS = 1440, 8


def encode(linear: Tensor) -> Tensor:
    """sRGB's inverse EOTF, odd-symmetric below 0 as the product has it."""
    return linear.sign() * linear_to_srgb(linear.abs())


def decode(encoded: Tensor) -> Tensor:
    return encoded.sign() * srgb_to_linear(encoded.abs())


def to_oklab(encoded: Tensor) -> Tensor:
    """Oklab (N, 3, P) of encoded values, roots keeping their sign."""
    cones = apply_matrix(LINEAR_SRGB_TO_LMS, decode(encoded))
    return apply_matrix(LMS_ROOT_TO_OKLAB, cones.sign() * cones.abs() ** (1 / 3))


def from_oklab(oklab: Tensor) -> Tensor:
    """Encoded values of Oklab, not limited to the gamut; what has no chroma comes out exactly grey."""
    matrix = torch.linalg.inv(torch.tensor(LMS_ROOT_TO_OKLAB, dtype=torch.float64)).to(oklab)
    light = apply_matrix(torch.linalg.inv(torch.tensor(LINEAR_SRGB_TO_LMS, dtype=torch.float64)).to(oklab), apply_matrix(matrix, oklab) ** 3)
    is_grey = (oklab[:, 1:2] == 0) & (oklab[:, 2:3] == 0)
    return encode(torch.where(is_grey, oklab[:, :1] ** 3, light))


def to_lch(encoded: Tensor):
    """Lightness, chroma and hue in degrees, each (N, P)."""
    lightness, a, b = to_oklab(encoded).unbind(1)
    chroma = a.hypot(b)
    chroma = torch.where(encoded.amax(1) == encoded.amin(1), torch.zeros_like(chroma), chroma)
    return lightness, chroma, torch.rad2deg(torch.atan2(b, a)) % 360


def from_lch(lightness: Tensor, chroma: Tensor, hue: Tensor) -> Tensor:
    angle = torch.deg2rad(hue)
    return from_oklab(torch.stack([lightness, chroma * torch.cos(angle), chroma * torch.sin(angle)], 1))


def scale_oklab_chroma(x: Tensor, gain: float) -> Tensor:
    oklab = to_oklab(x)
    return from_oklab(torch.cat([oklab[:, :1], oklab[:, 1:] * gain], 1))


def find_largest_chroma(lightness: Tensor, hue: Tensor) -> Tensor:
    """The largest chroma that sRGB has at a lightness and a hue; a dent of 0.0077 L^3 near blue counts as inside."""
    roots = torch.linalg.inv(torch.tensor(LMS_ROOT_TO_OKLAB, dtype=torch.float64)).to(lightness)
    light = torch.linalg.inv(torch.tensor(LINEAR_SRGB_TO_LMS, dtype=torch.float64)).to(lightness)
    angle = torch.deg2rad(hue)
    directions = roots[:, 1].view(3, 1) * torch.cos(angle.flatten()) + roots[:, 2].view(3, 1) * torch.sin(angle.flatten())
    level = lightness.flatten()
    first, second, third = 3 * level**2 * (light @ directions), 3 * level * (light @ directions**2), light @ directions**3
    lowest, highest = -1.0077 * level**3, 1 + 1e-6 - level**3
    inside, step = torch.zeros_like(level), 0.4
    for _ in range(18):
        step /= 2
        c = inside + step
        channels = (first + (second + third * c) * c) * c
        inside = torch.where(((channels >= lowest) & (channels <= highest)).all(0), c, inside)
    return inside.view_as(lightness)


def blend_bands(values: dict, hue: Tensor) -> Tensor:
    """One value for each band as a function of hue: weights pass over along half a cosine."""
    centres = torch.tensor([*BANDS.values(), 380], dtype=hue.dtype)
    heights = torch.tensor([*(values.get(name, 0.0) for name in BANDS), values.get("red", 0.0)], dtype=hue.dtype)
    turned = torch.where(hue < 20, hue + 360, hue)
    piece = (torch.searchsorted(centres, turned.contiguous(), right=True) - 1).clamp(0, len(BANDS) - 1)
    share = 0.5 - 0.5 * torch.cos(math.pi * (turned - centres[piece]) / (centres[piece + 1] - centres[piece]))
    return heights[piece] + (heights[piece + 1] - heights[piece]) * share


def flow_hues(shifts: dict, hue: Tensor) -> Tensor:
    """Shift of each hue that drifts along the bands' shifts for unit time, so that hues keep their order."""
    start = torch.arange(FLOW_TABLE, dtype=torch.float64) * 360 / FLOW_TABLE
    place, h = start, 1 / FLOW_STEPS
    for _ in range(FLOW_STEPS):
        first = blend_bands(shifts, place % 360)
        second = blend_bands(shifts, (place + h / 2 * first) % 360)
        third = blend_bands(shifts, (place + h / 2 * second) % 360)
        fourth = blend_bands(shifts, (place + h * third) % 360)
        place = place + h / 6 * (first + 2 * second + 2 * third + fourth)
    table = (place - start).to(hue)
    table = torch.cat([table, table[:1]])
    at = hue * FLOW_TABLE / 360
    index = at.floor().long().clamp(0, FLOW_TABLE - 1)
    return table[index] + (table[index + 1] - table[index]) * (at - index)


def fade(chroma: Tensor) -> Tensor:
    return chroma**2 / (chroma**2 + HALF_CHROMA**2)


def weigh_lightness(lightness: Tensor, chroma: Tensor, weight: Tensor) -> Tensor:
    share = chroma**2 / ((chroma + 0.1) * (chroma + 0.015))
    return torch.where(lightness > 0, lightness.clamp_min(1e-9) ** torch.exp2(-1.4 * weight * share), lightness)


def apply_vibrance(x: Tensor, amount: float) -> Tensor:
    lightness, chroma, hue = to_lch(x)
    largest = find_largest_chroma(lightness, hue).clamp_min(1e-6) if amount > 0 else LARGEST_CHROMA
    outside = torch.maximum(25 - hue, hue - 70).clamp_min(0)
    skin = torch.where(outside >= 15, torch.zeros_like(hue), 0.5 + 0.5 * torch.cos(math.pi * outside / 15))
    gain = 1 + amount * (1 - 0.5 * skin) * (1 - chroma / largest).clamp_min(0) ** 2
    oklab = to_oklab(x)
    return from_oklab(torch.cat([oklab[:, :1], oklab[:, 1:] * gain[:, None]], 1))


def apply_hsl(x: Tensor, **bands) -> Tensor:
    lightness, chroma, hue = to_lch(x)

    def pick(field: str) -> dict:
        return {name: band.get(field, 0.0) for name, band in bands.items()}

    shift, change, weight = flow_hues(pick("hue"), hue), blend_bands(pick("chroma"), hue), blend_bands(pick("lightness"), hue)
    new_lightness = weigh_lightness(lightness, chroma, weight)
    new_hue = hue + shift * fade(chroma)
    gain = torch.where(change < 0, 1 + change, 1 + change * fade(chroma))
    gain = gain * (new_lightness / lightness.clamp_min(1e-9)).clamp_max(1)
    is_home = (weight == 0) & (shift == 0)
    before = find_largest_chroma(lightness, hue).clamp_min(1e-9)
    after = torch.where(is_home, before, find_largest_chroma(new_lightness, new_hue % 360).clamp_min(1e-9))
    excess = before * gain / after
    place = chroma / before
    drawn = torch.where(place >= 1, after * place, chroma * gain / (1 + (excess**2 - 1) * place**2).clamp_min(1e-9).sqrt())
    new_chroma = torch.where((excess > 1) & ~(is_home & (gain <= 1)), drawn, chroma * gain)
    return torch.where((chroma == 0)[:, None], x, from_lch(new_lightness, new_chroma, new_hue))


def apply_black_white(x: Tensor, **weights) -> Tensor:
    lightness, chroma, hue = to_lch(x)
    lightness = weigh_lightness(lightness, chroma, blend_bands(weights, hue))
    return from_oklab(torch.stack([lightness, torch.zeros_like(lightness), torch.zeros_like(lightness)], 1))


def find_odds_offsets(hue: float = 0, amount: float = 0, lightness: float = 0) -> Tensor:
    """What a zone of colour grading adds to the log-odds of each channel, shape (3,)."""
    lift = torch.full((3,), LIGHTNESS_REACH * lightness, dtype=torch.float64)
    if not amount:
        return lift
    distances = torch.tensor([abs((hue - channel + 540) % 360 - 180) for channel in (0, 120, 240)], dtype=torch.float64)
    _, a, b = to_oklab((2 - distances / 60).clamp(0, 1).view(1, 3, 1)).flatten().tolist()
    scale = TINT_CHROMA * amount / math.hypot(a, b)
    grey = float(to_oklab(torch.full((1, 3, 1), 0.5, dtype=torch.float64))[0, 0, 0])
    tinted = from_oklab(torch.tensor([grey, a * scale, b * scale], dtype=torch.float64).view(1, 3, 1)).flatten()
    return lift + torch.log(tinted / (1 - tinted))


def apply_color_grade(x: Tensor, shadows=None, midtones=None, highlights=None, balance: float = 0) -> Tensor:
    dark, middle, light = (find_odds_offsets(**(zone or {})).to(x).view(1, 3, 1) for zone in (shadows, midtones, highlights))
    place = luma(x).clamp(0, 1) ** (2**-balance)
    centre = 0.5 - 0.5 * torch.cos(2 * math.pi * place)
    end = torch.where(place < 0.5, dark, light)
    factor = torch.exp(end + (middle - end) * centre)
    inside = x * factor / (1 + x.clamp(0, 1) * (factor - 1))
    return torch.where(x <= 0, x * factor, torch.where(x >= 1, 1 + (x - 1) / factor, inside))
