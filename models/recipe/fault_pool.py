"""Faulty photos with their statistics, made once before training: drawing faults anew each step would be half of a step's time.

Every crop stands in the pool several times, each time with other faults. A share are photos as they are; of these some are made as pale
or as dark as no fault makes them, and are finished all the same, so that a high-key photo is not taken for an over-exposed one.
"""

import torch
from torch import Tensor

from color import srgb_to_linear
from degrade import apply_faults, draw_faults, round_to_8_bits
from expert_stream import PIXELS_PER_PHOTO, PhotoStore
from photo_statistics import measure_statistics

CHUNK = 256


class FaultPool:
    """Pairs of a finished photo and the same with faults.

    Attributes:
        finished, faulty: bytes (entries, 3, 1024), the same places of both.
        statistics: (entries, 55), of the faulty ones.
    """

    def __init__(self, store: PhotoStore, each: int, faults: dict, keyed_share: float, seed: int):
        """`each` entries for every crop of the store; `keyed_share` of them are high or low key."""
        generator = torch.Generator().manual_seed(seed)
        finished, faulty, statistics = [], [], []
        for _ in range(each):
            for pixels in store.colours[:, :, -PIXELS_PER_PHOTO:].split(CHUNK):
                count = len(pixels)
                gamma = torch.exp2(1.1 * (2 * torch.rand(count, 1, 1, generator=generator) - 1))
                is_keyed = torch.rand(count, 1, 1, generator=generator) < keyed_share
                good = round_to_8_bits(torch.where(is_keyed, (pixels / 255) ** gamma, pixels / 255))
                bad = round_to_8_bits(apply_faults(srgb_to_linear(good), draw_faults(count, generator, faults)))
                bad = torch.where(is_keyed, good, bad)
                finished.append((good * 255).round().byte())
                faulty.append((bad * 255).round().byte())
                statistics.append(measure_statistics(bad))
        self.finished, self.faulty, self.statistics = (torch.cat(part) for part in (finished, faulty, statistics))

    def __len__(self) -> int:
        return len(self.finished)

    def pick(self, count: int, generator: torch.Generator):
        """Finished and faulty pixels (count, 3, 1024) and statistics (count, 55) of random entries."""
        places = torch.randint(len(self), (count,), generator=generator)
        return self.finished[places] / 255, self.faulty[places] / 255, self.statistics[places]


def measure_scale(pool: FaultPool):
    """Mean and spread (55) of the pool's statistics."""
    return pool.statistics.mean(0), pool.statistics.std(0).clamp_min(1e-2)
