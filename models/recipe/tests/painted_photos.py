"""A store of painted photos, for what learns from photos in styles."""


import numpy as np
import torch

import place  # noqa: F401
from expert_stream import PhotoStore, PIXELS_PER_PHOTO


def make_store(count: int = 6) -> PhotoStore:
    """A store of painted photos, without the folder that photos are read from."""
    store = PhotoStore.__new__(PhotoStore)
    coarse = np.random.default_rng(0).integers(0, 256, (count, 3, 2 * PIXELS_PER_PHOTO // 32), dtype=np.uint8)
    store.colours = torch.from_numpy(coarse.repeat(32, 2))
    return store
