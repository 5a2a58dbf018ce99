"""Colour conversions of the recipe: sRGB transfer function, Oklab, CIELAB and colour difference.

Pictures are float tensors of shape (N, 3, ...) with channels R, G, B. "Encoded" means sRGB-encoded in [0, 1], "linear"
means proportional to light in sRGB primaries.
"""

import math

import torch
from torch import Tensor

LUMA = (0.299, 0.587, 0.114)
"""Weights of luma on encoded values (ITU-R BT.601)."""

LINEAR_SRGB_TO_XYZ = (
    (0.4123907993, 0.3575843394, 0.1804807884),
    (0.2126390059, 0.7151686788, 0.0721923154),
    (0.0193308187, 0.1191947798, 0.9505321522),
)
"""IEC 61966-2-1 primaries, D65 white."""

D65_XYZ = (0.9504559271, 1.0, 1.0890577508)

LINEAR_SRGB_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
"""Oklab's first matrix (Ottosson, "A perceptual color space for image processing", 2020)."""

LMS_ROOT_TO_OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def apply_matrix(matrix, picture: Tensor) -> Tensor:
    """Multiplies the channel axis (axis 1) by a 3x3 matrix."""
    matrix = torch.as_tensor(matrix, dtype=picture.dtype, device=picture.device)
    return torch.einsum("ij,nj...->ni...", matrix, picture)


def luma(encoded: Tensor) -> Tensor:
    """Luma of encoded values, channel axis kept with length 1."""
    red, green, blue = LUMA
    return red * encoded[:, 0:1] + green * encoded[:, 1:2] + blue * encoded[:, 2:3]


def srgb_to_linear(encoded: Tensor) -> Tensor:
    """EOTF of sRGB; values below zero are continued by the linear piece."""
    curve = ((encoded.clamp_min(0.04045) + 0.055) / 1.055) ** 2.4
    return torch.where(encoded <= 0.04045, encoded / 12.92, curve)


def linear_to_srgb(linear: Tensor) -> Tensor:
    """Inverse EOTF of sRGB; values below zero are continued by the linear piece."""
    curve = 1.055 * linear.clamp_min(0.0031308) ** (1 / 2.4) - 0.055
    return torch.where(linear <= 0.0031308, linear * 12.92, curve)


def linear_to_oklab(linear: Tensor) -> Tensor:
    """Oklab L, a, b of linear light.

    Cone responses are kept above 1e-4 (0.3 of a code value in 8 bits): the slope of the cube root is infinite at black, and
    a loss would follow the noise there.
    """
    return apply_matrix(LMS_ROOT_TO_OKLAB, apply_matrix(LINEAR_SRGB_TO_LMS, linear).clamp_min(1e-4) ** (1 / 3))


def oklab_to_linear(oklab: Tensor) -> Tensor:
    """Inverse of `linear_to_oklab`, not limited to the gamut."""
    roots = apply_matrix(torch.linalg.inv(torch.tensor(LMS_ROOT_TO_OKLAB)), oklab)
    return apply_matrix(torch.linalg.inv(torch.tensor(LINEAR_SRGB_TO_LMS)), roots**3)


def srgb_to_cielab(encoded: Tensor) -> Tensor:
    """CIELAB (D65) of encoded sRGB, L* in 0..100."""
    xyz = apply_matrix(LINEAR_SRGB_TO_XYZ, srgb_to_linear(encoded))
    white = torch.tensor(D65_XYZ, dtype=xyz.dtype, device=xyz.device).view(1, 3, *[1] * (xyz.dim() - 2))
    ratio = xyz / white
    root = torch.where(ratio > (6 / 29) ** 3, ratio.clamp_min(1e-9) ** (1 / 3), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    x, y, z = root.unbind(1)
    return torch.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], 1)


def ciede2000(first: Tensor, second: Tensor) -> Tensor:
    """CIEDE2000 difference of CIELAB pictures, channel axis removed.

    Source: Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula: implementation notes", 2005.
    """
    l1, a1, b1 = first.unbind(1)
    l2, a2, b2 = second.unbind(1)
    mean_chroma7 = ((a1.hypot(b1) + a2.hypot(b2)) / 2) ** 7
    g = 0.5 * (1 - (mean_chroma7 / (mean_chroma7 + 25.0**7)).sqrt())
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = a1.hypot(b1), a2.hypot(b2)
    turn = 2 * math.pi
    h1, h2 = torch.atan2(b1, a1) % turn, torch.atan2(b2, a2) % turn
    grey = c1 * c2 == 0
    step = h2 - h1
    step = torch.where(step > math.pi, step - turn, torch.where(step < -math.pi, step + turn, step))
    step = torch.where(grey, torch.zeros_like(step), step)
    lightness, chroma, hue = l2 - l1, c2 - c1, 2 * (c1 * c2).sqrt() * torch.sin(step / 2)

    far = (h1 - h2).abs() > math.pi
    mean_h = torch.where(far, (h1 + h2 + torch.where(h1 + h2 < turn, turn, -turn)) / 2, (h1 + h2) / 2)
    mean_h = torch.where(grey, h1 + h2, mean_h)
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    t = (1 - 0.17 * torch.cos(mean_h - math.pi / 6) + 0.24 * torch.cos(2 * mean_h)
         + 0.32 * torch.cos(3 * mean_h + math.pi / 30) - 0.20 * torch.cos(4 * mean_h - math.radians(63)))
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / (20 + (mean_l - 50) ** 2).sqrt()
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    mean_c7 = mean_c**7
    rotation = -2 * (mean_c7 / (mean_c7 + 25.0**7)).sqrt() * torch.sin(
        math.pi / 3 * torch.exp(-(((torch.rad2deg(mean_h) - 275) / 25) ** 2)))
    square = (lightness / s_l) ** 2 + (chroma / s_c) ** 2 + (hue / s_h) ** 2 + rotation * chroma * hue / (s_c * s_h)
    return square.clamp_min(0).sqrt()


def psnr(first: Tensor, second: Tensor) -> float:
    """Peak signal-to-noise ratio in dB of encoded pictures; 90 dB when they agree to one part in 30,000."""
    return -10 * math.log10(max(1e-9, float(((first - second) ** 2).mean())))
