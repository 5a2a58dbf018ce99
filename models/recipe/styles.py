"""The looks of the shipped styles, as maps of single encoded colours.

A style's targets are finished photos with its look applied; its condition branch learns to reach them from faulty photos in
one go, over the base that all styles share. The looks are the project's own definitions, meant to be quiet: a photo in any
of them should not make the viewer think of a filter.
"""

import torch
from torch import Tensor

from color import linear_to_oklab, linear_to_srgb, luma, oklab_to_linear, srgb_to_linear

WARM_LOG2_GAINS = (0.10, 0.0, -0.17)
"""Gains of linear R, G and B: about as far as from D65 to a light of 5,700 K, with the green of daylight."""

SKIN_HUE, SKIN_WIDTH = 0.93, 0.45
"""Oklab hue of skin and half the width of the protected sector, in radians."""


def keep_neutral(encoded: Tensor) -> Tensor:
    """The finished photo itself."""
    return encoded


def make_warm(encoded: Tensor) -> Tensor:
    """A little evening light and a slight matte: white balance warmer at equal luma, blacks lifted to 0.02, whites to 0.99."""
    gains = encoded.new_tensor(WARM_LOG2_GAINS).view(1, 3, *[1] * (encoded.dim() - 2))
    warmed = linear_to_srgb((srgb_to_linear(encoded) * torch.exp2(gains)).clamp(0, 1))
    warmed = (warmed * (luma(encoded) / luma(warmed).clamp_min(1e-3))).clamp(0, 1)
    return 0.02 + 0.97 * warmed


def make_vivid(encoded: Tensor) -> Tensor:
    """More contrast and chroma: an S-curve about 0.42, Oklab chroma times 1.22, less where it is high, least on skin."""
    contrast = encoded + 0.55 * encoded * (1 - encoded) * (encoded - 0.42)
    lightness, a, b = linear_to_oklab(srgb_to_linear(contrast.clamp(0, 1))).unbind(1)
    chroma, hue = a.hypot(b), torch.atan2(b, a)
    skin = torch.exp(-(((hue - SKIN_HUE) / SKIN_WIDTH) ** 2)) * (chroma / 0.03).clamp(0, 1)
    gain = 1 + 0.22 * (1 - 0.7 * skin) * (1 - chroma / 0.24).clamp(0, 1)
    return linear_to_srgb(oklab_to_linear(torch.stack([lightness, a * gain, b * gain], 1)).clamp(0, 1)).clamp(0, 1)


def make_soft(encoded: Tensor) -> Tensor:
    """Less contrast: middle tones a little up, blacks lifted to 0.035, highlights rolled off to 0.97, chroma times 0.94."""
    lifted = encoded + 0.16 * encoded * (1 - encoded) * (1 - encoded)
    flat = 0.035 + 0.96 * lifted - 0.22 * lifted * (1 - lifted) * (lifted - 0.5)
    knee = 0.8
    rolled = torch.where(flat > knee, knee + (0.97 - knee) * (1 - ((1 - flat).clamp_min(0) / (1 - knee)) ** (0.2 / 0.17)), flat)
    grey = luma(rolled)
    return (grey + 0.94 * (rolled - grey)).clamp(0, 1)


STYLES = {"neutral": keep_neutral, "warm": make_warm, "vivid": make_vivid, "soft": make_soft}
