"""What drawn experts do beside the product's operations: smooth changes of colours that no slider makes, drawn from broad families.

A touch is a dictionary with `kind` and its numbers. The families are opponent colours by lightness, turns and gains by hue, gains of chroma by
lightness, mixing of channels, and rising curves; the fixed experts for judging have none of them.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from color import luma
from degrade import bend_by_curve
from operations_oklab import fade, from_lch, from_oklab, to_lch, to_oklab

KNOTS = 5
"""Knots of a drawn curve, evenly spaced over 0 to 1."""


def _read_curve(value: Tensor, heights: Tensor) -> Tensor:
    """A curve given by the heights (K) of its knots at values (N, P) in [0, 1], straight between knots of a finer, smooth line."""
    fine = F.interpolate(heights[None, None], 33, mode="linear", align_corners=True)
    fine = F.avg_pool1d(F.pad(fine, (3, 3), mode="replicate"), 7, 1)
    return bend_by_curve(value.clamp(0, 1)[:, None], fine.expand(len(value), -1, -1))[:, 0]


def tint_by_lightness(encoded: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """Moves Oklab's a and b by curves of lightness."""
    oklab = to_oklab(encoded)
    moves = torch.stack([_read_curve(oklab[:, 0], curve) for curve in (a, b)], 1)
    return from_oklab(torch.cat([oklab[:, :1], oklab[:, 1:] + moves], 1))


def turn_by_hue(encoded: Tensor, turns: Tensor, gains: Tensor, weights: Tensor) -> Tensor:
    """Turns hue by degrees, scales chroma by powers of two and moves lightness, each by a wave of hue (cosines, sines)."""
    lightness, chroma, hue = to_lch(encoded)
    orders = torch.arange(1, turns.shape[1] + 1).view(-1, 1, 1) * torch.deg2rad(hue)
    waves = torch.cat([torch.cos(orders), torch.sin(orders)])
    turn, gain, weight = (torch.einsum("k,knp->np", part.flatten(), waves) for part in (turns, gains, weights))
    share = fade(chroma)
    return from_lch((lightness + weight * share).clamp(0, 1), chroma * torch.exp2(gain.clamp(-3, 1.5)), hue + turn * share)


def weigh_chroma(encoded: Tensor, gains: Tensor) -> Tensor:
    """Scales chroma by powers of two along a curve of lightness."""
    oklab = to_oklab(encoded)
    return from_oklab(torch.cat([oklab[:, :1], oklab[:, 1:] * torch.exp2(_read_curve(oklab[:, 0], gains))[:, None]], 1))


def mix_channels(encoded: Tensor, matrix: Tensor) -> Tensor:
    """Multiplies encoded colours by a matrix (3, 3)."""
    return torch.einsum("ij,njp->nip", matrix, encoded)


def bend_tones(encoded: Tensor, heights: Tensor, of_luma: bool) -> Tensor:
    """Bends all channels by one rising curve, or luma alone with what it adds to every channel."""
    if not of_luma:
        return torch.stack([_read_curve(channel, heights) for channel in encoded.unbind(1)], 1)
    grey = luma(encoded)
    return encoded + _read_curve(grey[:, 0], heights)[:, None] - grey


TOUCHES = {"tint": tint_by_lightness, "hues": turn_by_hue, "chroma": weigh_chroma, "channels": mix_channels, "tones": bend_tones}


def apply_touches(encoded: Tensor, touches) -> Tensor:
    """Applies touches in turn to encoded pixels (N, 3, P); each result is limited to [0, 1]."""
    for touch in touches:
        encoded = TOUCHES[touch["kind"]](encoded, **{name: value for name, value in touch.items() if name != "kind"}).clamp(0, 1)
    return encoded


def draw_touch(kind: str, generator: torch.Generator) -> dict:
    """The numbers of one touch of a kind, of random strength."""
    def normal(*shape) -> Tensor:
        return torch.randn(*shape, generator=generator).clamp(-2.2, 2.2)

    strength = float(torch.rand(1, generator=generator))
    if kind == "tint":
        reach = 0.012 + 0.04 * strength
        a, b = (reach * (0.5 * normal(1) + normal(KNOTS)) for _ in range(2))
        return {"kind": kind, "a": a, "b": b}
    if kind == "hues":
        decay = 1 / torch.arange(1, 4).float().sqrt()
        scale = 0.3 + strength
        return {"kind": kind, "turns": scale * 9 * normal(2, 3) * decay, "gains": scale * 0.55 * normal(2, 3) * decay, "weights": scale * 0.035 * normal(2, 3) * decay}
    if kind == "chroma":
        return {"kind": kind, "gains": (0.3 + 0.7 * strength) * (0.6 * normal(1) + normal(KNOTS))}
    if kind == "channels":
        moves = (0.05 + 0.15 * strength) * normal(3, 3)
        matrix = torch.eye(3) + moves - moves.mean(1, keepdim=True) + (0.02 + 0.06 * strength) * (normal(3, 1) + 0.5 * normal(1, 1)) / 3
        return {"kind": kind, "matrix": matrix}
    if kind == "tones":
        slopes = torch.exp((0.2 + 0.45 * strength) * (normal(KNOTS - 1) + normal(1) * torch.linspace(-1, 1, KNOTS - 1)))
        heights = F.pad(slopes.cumsum(0), (1, 0)) / slopes.sum()
        black, white = (0.16 * strength * float(torch.rand(1, generator=generator)) ** 2 for _ in range(2))
        return {"kind": kind, "heights": black + heights * (1 - white - black), "of_luma": bool(torch.rand(1, generator=generator) < 0.4)}
    raise ValueError(f"kind: {kind} (expected one of {', '.join(TOUCHES)})")


def make_typical_colours(count: int = 160) -> Tensor:
    """Encoded colours (1, 3, count) as photos have them: every lightness, mostly little chroma."""
    generator = torch.Generator().manual_seed(0)
    grey = torch.rand(count, generator=generator) * 0.5 + torch.rand(count, generator=generator) * 0.5
    chroma, angle = 0.07 * torch.randn(count, generator=generator).abs(), 2 * math.pi * torch.rand(count, generator=generator)
    return from_oklab(torch.stack([0.12 + 0.8 * grey, chroma * torch.cos(angle), chroma * torch.sin(angle)])[None]).clamp(0, 1)
