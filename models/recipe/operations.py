"""The product's operations in PyTorch, for synthetic experts to retouch photos with.

`apply_recipe` takes a recipe as the product writes it (a list of `{"op": ..., parameters}`) and encoded pixels (N, 3, P). Each
function follows the definition that the product prints for its operation; `tests/core_operations.json`, recorded from the
product, holds them to it. Only what experts use is here: white balance takes lights of 5,000 K and more.
"""

import math

import numpy as np
import torch
from torch import Tensor

from color import LINEAR_SRGB_TO_XYZ, apply_matrix, luma, srgb_to_linear
from operations_oklab import apply_black_white, apply_color_grade, apply_hsl, apply_vibrance, decode, encode, scale_oklab_chroma

SHOULDER_START = 0.8
BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
NEUTRAL_KELVIN = 6500
TINT_PER_DUV = 3000
ISOTHERM_MIREDS = (30, 40, 50, 60, 70, 80, 90, 100, 125, 150, 175, 200, 225)
ISOTHERM_SLOPES = (-0.28539, -0.3047, -0.32675, -0.35156, -0.37915, -0.40955, -0.44278, -0.47888, -0.58204, -0.70471, -0.84901, -1.0182, -1.2168)
"""Slopes dv/du of isotemperature lines (Robertson, JOSA 58(11), 1968), 33,333 K to 4,444 K."""
FADE, VEIL = 0.03, 0.06
SAMPLED = ("tone", "vibrance", "hsl", "colorGrade", "blackWhite")
"""Operations that the product samples as a LUT over 0 to 1, to which they limit what they are given."""


def interpolate_monotone(points, x: Tensor) -> Tensor:
    """The monotone cubic through points [x, y] (Fritsch and Butland 1984), flat outside."""
    xs, ys = np.array(points, np.float64).T
    widths, secants = np.diff(xs), np.diff(ys) / np.diff(xs)
    slopes = np.empty_like(xs)
    if len(xs) == 2:
        slopes[:] = secants[0]
    else:
        slopes[0] = _find_end_slope(widths[0], widths[1], secants[0], secants[1])
        slopes[-1] = _find_end_slope(widths[-1], widths[-2], secants[-1], secants[-2])
        for i in range(1, len(xs) - 1):
            before, after = secants[i - 1], secants[i]
            first, second = 2 * widths[i] + widths[i - 1], widths[i] + 2 * widths[i - 1]
            slopes[i] = 0 if before * after <= 0 else (first + second) / (first / before + second / after)
    parts = (torch.as_tensor(np.ascontiguousarray(part), dtype=x.dtype) for part in (xs, ys, widths, secants, slopes))
    knots, heights, widths, secants, slopes = parts
    inside = x.clamp(float(xs[0]), float(xs[-1]))
    piece = (torch.searchsorted(knots, inside.contiguous(), right=True) - 1).clamp(0, len(widths) - 1)
    offset, width = inside - knots[piece], widths[piece]
    start, end, secant = slopes[piece], slopes[piece + 1], secants[piece]
    return heights[piece] + offset * (start + offset * ((3 * secant - 2 * start - end) / width + offset * (start + end - 2 * secant) / width**2))


def _find_end_slope(width, next_width, secant, next_secant):
    slope = ((2 * width + next_width) * secant - width * next_secant) / (width + next_width)
    if np.sign(slope) != np.sign(secant):
        return 0.0
    return 3 * secant if np.sign(secant) != np.sign(next_secant) and abs(slope) > 3 * abs(secant) else slope


def apply_exposure(x: Tensor, ev) -> Tensor:
    """`ev` is a number, or a tensor (N, 1, 1) with one for each photo."""
    gain = torch.as_tensor(2.0 ** ev if not torch.is_tensor(ev) else torch.exp2(ev), dtype=x.dtype)
    knee = srgb_to_linear(torch.tensor(SHOULDER_START, dtype=x.dtype))
    scaled = gain * decode(x)
    over = (scaled - knee).clamp_min(0)
    rolled = knee + over / (1 + over * (1 / (1 - knee) - 1 / (gain - knee)))
    return encode(torch.where((scaled > knee) & (gain > 1), rolled, scaled))


def apply_contrast(x: Tensor, gain, pivot="mean") -> Tensor:
    middle = x.mean(2, keepdim=True) if pivot == "mean" else pivot
    return gain * x + (1 - gain) * middle


def find_light(kelvin: float, tint: float) -> np.ndarray:
    """XYZ of the light that a temperature and a tint stand for, Y = 1."""
    if not 5000 <= kelvin <= 25000:
        raise ValueError(f"temperature: {kelvin} (expected 5000 to 25000 K)")
    t = 1000 / kelvin
    warm, cool = (0.244063, 0.09911, 2.9678, -4.607), (0.23704, 0.24748, 1.9018, -2.0064)
    x = np.polyval((warm if kelvin <= 7000 else cool)[::-1], t)
    y = -0.275 + x * (2.87 - 3 * x)
    if tint:
        points = list(zip(ISOTHERM_MIREDS, np.arctan(ISOTHERM_SLOPES)))
        angle = float(interpolate_monotone(points, torch.tensor([1e6 / kelvin], dtype=torch.float64)))
        divisor = -2 * x + 12 * y + 3
        u, v = 4 * x / divisor - tint / TINT_PER_DUV * math.cos(angle), 6 * y / divisor - tint / TINT_PER_DUV * math.sin(angle)
        divisor = 2 * u - 8 * v + 4
        x, y = 3 * u / divisor, 2 * v / divisor
    return np.array([x / y, 1, (1 - x - y) / y])


def apply_white_balance(x: Tensor, gains=(1, 1, 1), temperature: float = NEUTRAL_KELVIN, tint: float = 0) -> Tensor:
    if tuple(gains) != (1, 1, 1):
        return x * x.new_tensor(gains).view(1, 3, 1)
    bradford, to_xyz = np.array(BRADFORD), np.array(LINEAR_SRGB_TO_XYZ)
    source, target = (bradford @ find_light(*light) for light in ((temperature, tint), (NEUTRAL_KELVIN, 0)))
    adaptation = np.linalg.inv(bradford) @ np.diag(target / source) @ bradford
    return encode(apply_matrix(np.linalg.inv(to_xyz) @ adaptation @ to_xyz, decode(x)))


def apply_saturation(x: Tensor, gain, axis: str = "average") -> Tensor:
    """`gain` is a number; for the axes of encoded values it may be a tensor (N, 1, 1)."""
    if axis == "oklab":
        return scale_oklab_chroma(x, gain)
    grey = luma(x) if axis == "luma" else x.mean(1, keepdim=True)
    return grey + gain * (x - grey)


def apply_tone_curve(x: Tensor, points=None, redPoints=None, greenPoints=None, bluePoints=None, mode: str = "rgb") -> Tensor:  # noqa: N803
    if points is not None:
        if mode == "hue-preserving":
            high, low = x.amax(1, keepdim=True), x.amin(1, keepdim=True)
            bent_high, bent_low = interpolate_monotone(points, high), interpolate_monotone(points, low)
            x = bent_low + (x - low) * (bent_high - bent_low) / (high - low).clamp_min(1e-9)
        else:
            x = interpolate_monotone(points, x)
    channels = (redPoints, greenPoints, bluePoints)
    return torch.cat([x[:, i : i + 1] if curve is None else interpolate_monotone(curve, x[:, i : i + 1]) for i, curve in enumerate(channels)], 1)


def apply_levels(x: Tensor, black: float = 0, white: float = 1, gamma: float = 1) -> Tensor:
    return ((x - black) / (white - black)).clamp_min(0) ** (1 / gamma)


def apply_tone(x: Tensor, highlights: float = 0, shadows: float = 0, whites: float = 0, blacks: float = 0) -> Tensor:
    shadow, highlight = shadows * (2 if shadows > 0 else 1), highlights * (2 if highlights < 0 else 1)
    black, white = blacks * (0.09 if blacks > 0 else 0.12), whites * (0.22 if whites > 0 else 0.09)

    def weigh_zone(value):
        return value**2 / (value + FADE) * (1 - value) ** 4

    def bend(value):
        return value + shadow * weigh_zone(value) + highlight * weigh_zone(1 - value)

    def find_veil(bent):
        return black / (1 + (bent / VEIL) ** 2)

    def move_ends(bent):
        return bent + black * (1 - bent) ** 4 + white * bent**4 - find_veil(bent)

    grey, largest = luma(x), x.amax(1, keepdim=True)
    bent = bend(grey)
    gain = torch.where(grey > 0, move_ends(bent) / grey.clamp_min(1e-9), torch.zeros_like(grey))
    of_grey, top = move_ends(bend(largest)), move_ends(bend(torch.ones(1, dtype=x.dtype)))
    excess, room = gain * largest - of_grey, (top - of_grey).clamp_min(0)
    held = (of_grey + room * excess / (room + excess).clamp_min(1e-9)) / largest.clamp_min(1e-9)
    return x * torch.where(excess > 0, held, gain) + find_veil(bent)


OPERATIONS = {
    "exposure": apply_exposure, "contrast": apply_contrast, "whiteBalance": apply_white_balance, "saturation": apply_saturation,
    "toneCurve": apply_tone_curve, "levels": apply_levels, "tone": apply_tone, "vibrance": apply_vibrance, "hsl": apply_hsl,
    "colorGrade": apply_color_grade, "blackWhite": apply_black_white,
}


def apply_recipe(encoded: Tensor, operations) -> Tensor:
    """Applies a recipe's operations, each with its `strength`, to encoded pixels (N, 3, P) and clamps the result to [0, 1]."""
    x = encoded
    for operation in operations:
        parameters = {name: value for name, value in operation.items() if name not in ("op", "strength")}
        strength = operation.get("strength", 1)
        if operation["op"] in SAMPLED:
            x = x.clamp(0, 1)
        done = OPERATIONS[operation["op"]](x, **parameters)
        x = done if strength == 1 else x + strength * (done - x)
    return x.clamp(0, 1)
