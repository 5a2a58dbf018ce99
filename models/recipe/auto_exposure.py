"""Chooses what exposure a photo is to have where nobody says so.

After CuDi's map for inference, S + A Norm(mean - L): a middle, and something more where the photo is darker than its mean. Wanted
everywhere, that map flattens a picture and turns night into day, so it is wanted only as far as a place is too dark or too bright.
"""

from torch import Tensor

from color import luma
from expose import OWN_EXPOSURE_SIGMA, blur

MIDDLE = 0.46
"""The mean that a badly exposed photo is moved towards."""

MIDDLE_SHARE = 0.6
"""How far towards it: a scene keeps some of its own brightness."""

LIFT = 0.1
"""A of the map: how much more a photo's darkest part is to get than its middle."""

DARK = (0.12, 0.42)
"""Own exposures up to the first are wholly too dark, from the second on not at all."""

BRIGHT = (0.8, 1.0)
"""Own exposures up to the first are not too bright, from the second on wholly."""

DARK_STRENGTH, BRIGHT_STRENGTH = 0.7, 0.1
"""How much of the way a place goes that is wholly too dark, or too bright: white that is clipped would only go grey."""

WHITE_QUANTILE = 0.98
"""The share of the copy's lumas below what counts as the photo's white."""

ROOM = (0.8, 0.5)
"""Whites that leave no room above them and the whole of it: a photo without any white is under-exposed rather than a night."""

ROOM_GAIN = 0.4
"""By what share a photo is brightened as a whole where it leaves all that room."""

BLACK = 0.05
"""Luma of a copy's pixel that is taken for black: night and backgrounds, not a want of exposure."""


def find_auto_exposure(copy: Tensor, own_exposure: Tensor) -> Tensor:
    """Exposures (1, 1, side, side), counted from the photo's own, for a copy (1, 3, side, side) and its own exposure."""
    lumas = luma(copy).flatten().sort().values
    white = lumas[round(WHITE_QUANTILE * (len(lumas) - 1))]
    room = ((ROOM[0] - white) / (ROOM[0] - ROOM[1])).clamp(0, 1)
    lifted = own_exposure * (1 + ROOM_GAIN * room)
    mean = lifted.mean()
    middle = mean + MIDDLE_SHARE * (MIDDLE - mean)
    difference = mean - lifted
    target = middle + LIFT * difference / difference.abs().max().clamp_min(0.05)
    darkness = ((DARK[1] - lifted) / (DARK[1] - DARK[0])).clamp(0, 1)
    brightness = ((lifted - BRIGHT[0]) / (BRIGHT[1] - BRIGHT[0])).clamp(0, 1)
    is_black = (luma(copy) < BLACK).float()
    kept = (1 - is_black.mean()) * (1 - blur(is_black, OWN_EXPOSURE_SIGMA))
    return lifted + (DARK_STRENGTH * kept * darkness + BRIGHT_STRENGTH * brightness) * (target - lifted)
