"""Realistic global faults for distort-and-recover training.

A finished photo is the target; the input is the same photo with a fault that an ordinary camera or a hasty conversion
makes. `draw_faults` draws the numbers, `apply_faults` applies them pixel by pixel, so a small copy and single pixels of one
photo can share a fault. The order follows a camera: white balance and exposure in linear light, the shoulder and toe of
the rendition, then haze, and last what happens to encoded values. A share of the samples has, in place of exposure and the
fixed curves, a random rising curve: no two cameras and no two hasty edits bend tone by the same formula. Others look as a raw
picture does before anybody has developed it.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from color import LINEAR_SRGB_TO_XYZ, D65_XYZ, apply_matrix, linear_to_srgb, luma

XYZ_TO_CAMERA = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
"""Bradford's sharpened cone space stands in for a camera: near-diagonal, like the raw spaces in which gains act."""

LAMPS_XY = ((0.44757, 0.40745), (0.37208, 0.37529), (0.44018, 0.40329), (0.38052, 0.37713), (0.3756, 0.3723))
"""CIE chromaticities of illuminants A, FL2, FL4, FL11 and LED-B3."""

FAULT_SETTINGS = {
    "untouched": 0.12,  # share of good photos to be left alone
    "flat": 0.15,  # share that imitates a flat neutral rendition
    "backlit": 0.25,  # share with a strong gamma: a dark subject under a bright sky
    "dark": 0.65,  # share of exposure faults that are under-exposures
    "least_strength": 0.6,  # each sample's fault is scaled by a number between this and 1
    "curve": 0.0,  # share whose tone is bent by a random curve
    "tinted_black": 0.0,  # share of lifted blacks that have a colour
    "undeveloped": 0.0,  # share that imitates a raw picture exposed for its highlights and given no look
    "levels": 0.0,  # share whose black and white stand far inside the range
}

KNOT_COUNT = 17
"""Knots of a random curve, evenly spaced over encoded values 0 to 1."""


def find_daylight_xy(kelvin: Tensor) -> Tensor:
    """Chromaticity of the CIE daylight locus (CIE 15:2004, section 3.1), 4,000 K to 25,000 K, last axis x, y."""
    t = kelvin.clamp(4000, 25000)
    near = -4.6070e9 / t**3 + 2.9678e6 / t**2 + 0.09911e3 / t + 0.244063
    far = -2.0064e9 / t**3 + 1.9018e6 / t**2 + 0.24748e3 / t + 0.237040
    x = torch.where(t <= 7000, near, far)
    return torch.stack([x, -3 * x**2 + 2.87 * x - 0.275], -1)


def find_camera_gains(xy: Tensor) -> Tensor:
    """Natural logarithm of a light's response in the camera-like space against D65 of equal luminance, shape (..., 3)."""
    x, y = xy.unbind(-1)
    xyz = torch.stack([x / y, torch.ones_like(x), (1 - x - y) / y], -1)
    matrix = xyz.new_tensor(XYZ_TO_CAMERA)
    return torch.log((xyz @ matrix.T).clamp_min(1e-3)) - torch.log(matrix @ xyz.new_tensor(D65_XYZ))


def draw_faults(count: int, generator: torch.Generator, settings: dict = FAULT_SETTINGS) -> dict:
    """Draws `count` faults; shape (count, 1, 1), or (count, 3, 1) for what differs by channel.

    Settings that are not given are those of FAULT_SETTINGS. `curve` is (count, 3, 17), or None where no sample has one.
    """
    settings = FAULT_SETTINGS | settings
    def uniform(low: float, high: float) -> Tensor:
        return torch.rand(count, 1, 1, generator=generator) * (high - low) + low

    def happens(probability: float) -> Tensor:
        return (uniform(0, 1) < probability).float()

    strength = uniform(settings["least_strength"], 1) * (1 - happens(settings["untouched"]))
    flat = happens(settings["flat"])
    free = 1 - flat
    backlit = free * happens(settings["backlit"])

    under = happens(settings["dark"])
    free_ev = under * uniform(-3.0, -0.3) + (1 - under) * uniform(0.1, 1.5)
    ev = happens(0.85) * (flat * uniform(-1.0, 0.35) + free * (1 - 0.7 * backlit) * free_ev)
    gamma_log2 = backlit * uniform(0.4, 1.4) + (free - backlit) * happens(0.5) * uniform(-0.7, 0.7)

    faults = {
        "gains": draw_cast(count, generator) * strength * (1 - 0.5 * flat),
        "ev": ev * strength,
        "shoulder": uniform(0.55, 0.95),
        "toe": free * happens(0.25) * uniform(0.0, 0.02) * strength,
        "haze": free * happens(0.25) * uniform(0.03, 0.4) * strength,
        "airlight": uniform(0.45, 0.95),
        "gamma": torch.exp2((gamma_log2 + draw_fading(count, generator)) * strength),
        "bend": strength * (flat * uniform(0.1, 0.65) + free * happens(0.4) * uniform(-0.2, 0.55)),
        "contrast": 1 - strength * (flat * uniform(0.0, 0.3) + free * happens(0.6) * uniform(-0.12, 0.45)),
        "saturation": 1 - strength * (flat * uniform(0.05, 0.5) + free * happens(0.6) * uniform(-0.15, 0.6)),
        "black": strength * (flat + free * happens(0.3)) * uniform(0.0, 0.12),
        "white": 1 - strength * (flat + free * happens(0.3)) * uniform(0.0, 0.3),
        "curve": None,
    }
    if settings["tinted_black"]:
        tint = torch.rand(count, 3, 1, generator=generator) * uniform(0, 1).sqrt() * 0.12 * happens(settings["tinted_black"])
        faults["black"] = torch.maximum(faults["black"].expand(-1, 3, -1), strength * tint * (faults["black"] > 0))
    if settings["curve"]:
        replace_tone_by_curves(faults, happens(settings["curve"]), strength, generator)
    if settings["undeveloped"] or settings["levels"]:
        chance = uniform(0, 1)
        is_undeveloped = (chance < settings["undeveloped"]).float()
        is_levelled = (chance >= 1 - settings["levels"]).float()
        replace_by_renditions(faults, is_undeveloped, is_levelled, strength, generator)
    return faults


def replace_by_renditions(faults: dict, is_undeveloped: Tensor, is_levelled: Tensor, strength: Tensor, generator: torch.Generator) -> None:
    """Gives the chosen samples, which must not overlap, the faults of a picture that nobody has developed yet, and half their cast.

    An undeveloped one is too dark rather than too bright, softer and paler than finished, its black hardly lifted. Levels are
    the same with less exposure and more of the range unused.
    """
    count, chosen = len(strength), is_undeveloped + is_levelled

    def uniform(low: float, high: float) -> Tensor:
        return torch.rand(count, 1, 1, generator=generator) * (high - low) + low

    is_under = (uniform(0, 1) < 0.8).float()
    undeveloped = {
        "ev": strength * (is_under * uniform(-2.3, -0.3) + (1 - is_under) * uniform(0, 0.45)),
        "contrast": 1 - strength * uniform(-0.05, 0.2),
        "saturation": 1 - strength * uniform(-0.02, 0.28),
        "black": strength * uniform(0, 0.05),
    }
    levelled = {
        "ev": strength * uniform(-0.8, 0.3),
        "saturation": 1 - strength * uniform(0, 0.35),
        "black": strength * uniform(0, 0.14),
        "white": 1 - strength * uniform(0, 0.4),
    }
    plain = {"ev": 0.0, "toe": 0.0, "haze": 0.0, "gamma": 1.0, "bend": 0.0, "contrast": 1.0, "saturation": 1.0, "black": 0.0, "white": 1.0}
    for name, value in plain.items():
        given = is_undeveloped * undeveloped.get(name, value) + is_levelled * levelled.get(name, value)
        faults[name] = faults[name] * (1 - chosen) + given
    faults["gains"] = faults["gains"] * (1 - 0.5 * chosen)
    faults["shoulder"] = torch.where(chosen > 0, torch.full_like(faults["shoulder"], 0.8), faults["shoulder"])
    if faults["curve"] is not None:
        straight = torch.linspace(0, 1, KNOT_COUNT)
        faults["curve"] = faults["curve"] * (1 - chosen) + straight * chosen


def replace_tone_by_curves(faults: dict, is_curved: Tensor, strength: Tensor, generator: torch.Generator) -> None:
    """Gives the chosen samples a random rising curve and takes exposure and the fixed curves from them; cast, saturation,
    black and white stay."""
    count, other = len(is_curved), 1 - is_curved
    for name in ("ev", "toe", "haze", "bend"):
        faults[name] = faults[name] * other
    faults["contrast"] = 1 + (faults["contrast"] - 1) * other
    faults["gamma"] = faults["gamma"] ** other
    # Logarithms of the slope: a tilt that darkens more often than it brightens, a middle that is flat more often than steep,
    # and unrest, most of which the channels share.
    unrest = 0.6 * torch.randn(count, 1, 4, generator=generator) + 0.13 * torch.randn(count, 3, 4, generator=generator)
    tilt = 0.5 + torch.randn(count, 1, 1, generator=generator)
    slopes = unrest + tilt * torch.linspace(-1, 1, 4) + 0.25 * torch.tensor([1.0, -1.0, -1.0, 1.0])
    slopes = torch.exp(0.8 * strength * F.interpolate(slopes, KNOT_COUNT - 1, mode="linear", align_corners=True))
    heights = F.pad(slopes.cumsum(2), (1, 0))
    faults["curve"] = is_curved * heights / heights[:, :, -1:] + other * torch.linspace(0, 1, KNOT_COUNT)


def bend_by_curve(value: Tensor, heights: Tensor) -> Tensor:
    """Applies curves, given by the heights (N, 3, K) of evenly spaced knots, to encoded values (N, 3, P) in [0, 1]."""
    place = value * (heights.shape[2] - 1)
    knot = place.floor().clamp_max(heights.shape[2] - 2)
    low = torch.gather(heights, 2, knot.long())
    high = torch.gather(heights, 2, knot.long() + 1)
    return low + (place - knot) * (high - low)


def draw_cast(count: int, generator: torch.Generator) -> Tensor:
    """Log gains (count, 3, 1) of a wrong white balance: most along the daylight locus, some towards a lamp, with a tint."""
    mired = 1e6 / 6504 + 32 * torch.randn(count, generator=generator).clamp(-2.5, 2.5)
    daylight = find_camera_gains(find_daylight_xy(1e6 / mired))
    lamps = torch.tensor(LAMPS_XY)[torch.randint(len(LAMPS_XY), (count,), generator=generator)]
    share = 0.1 + 0.4 * torch.rand(count, 1, generator=generator)
    is_lamp = (torch.rand(count, 1, generator=generator) < 0.15).float()
    gains = is_lamp * share * find_camera_gains(lamps) + (1 - is_lamp) * daylight
    tint = 0.035 * torch.randn(count, 1, generator=generator).clamp(-2.5, 2.5)
    gains = gains + tint * torch.tensor([-0.5, 1.0, -0.5])
    return (gains * (torch.rand(count, 1, generator=generator) < 0.7)).unsqueeze(-1)


def draw_fading(count: int, generator: torch.Generator) -> Tensor:
    """Log2 gammas (count, 3, 1), zero in two of three samples: layers of a film or a scan that went different ways."""
    is_faded = (torch.rand(count, 1, 1, generator=generator) < 0.33).float()
    return is_faded * 0.09 * torch.randn(count, 3, 1, generator=generator).clamp(-2.5, 2.5)


def move_faults(faults: dict, device) -> dict:
    """Copies faults, drawn on the CPU so that every device sees the same ones, to the device of the pixels."""
    return {name: value if value is None else value.to(device) for name, value in faults.items()}


def apply_faults(linear: Tensor, faults: dict) -> Tensor:
    """Applies faults to linear-light pixels.

    Args:
        linear: shape (N, 3, P), in [0, 1].
        faults: what `draw_faults(N)` drew.

    Returns:
        Encoded sRGB in [0, 1], the same shape, not rounded to 8 bits. A fault of strength zero gives the encoded input:
        the shoulder belongs to a changed exposure or white balance and is left out where neither changed.
    """
    to_camera = torch.tensor(XYZ_TO_CAMERA, device=linear.device) @ torch.tensor(LINEAR_SRGB_TO_XYZ, device=linear.device)
    gains = torch.exp(faults["gains"]) * torch.exp2(faults["ev"])
    # One matrix a photo: into the camera-like space, gains, and back.
    whole = torch.linalg.inv(to_camera) @ (gains * to_camera)
    light = (whole @ linear).clamp_min(0)

    knee = faults["shoulder"]
    rolled = knee + (1 - knee) * torch.tanh((light - knee) / (1 - knee))
    is_changed = (whole - torch.eye(3, device=linear.device)).abs().amax((1, 2), keepdim=True) > 1e-6
    light = torch.where((light > knee) & is_changed, rolled, light)
    light = torch.where(faults["toe"] > 0, light * light / (light + faults["toe"]).clamp_min(1e-6), light)
    blue_grey = light.new_tensor([0.92, 1.0, 1.08]).view(1, 3, 1)
    light = light + faults["haze"] * (faults["airlight"] * blue_grey - light)

    value = linear_to_srgb(light.clamp(0, 1))
    if faults["curve"] is not None:
        value = bend_by_curve(value, faults["curve"])
    value = value ** faults["gamma"]
    value = value + faults["bend"] * torch.sin(2 * torch.pi * value) / (2 * torch.pi)
    value = 0.45 + (value - 0.45) * faults["contrast"]
    grey = luma(value)
    value = grey + (value - grey) * faults["saturation"]
    value = faults["black"] + value * (faults["white"] - faults["black"])
    return value.clamp(0, 1)


def round_to_8_bits(encoded: Tensor) -> Tensor:
    return torch.round(encoded * 255) / 255
