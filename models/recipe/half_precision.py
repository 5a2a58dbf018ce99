"""Rounds networks to the numbers that half precision has, as those that are shipped are stored."""

import torch.nn as nn


def round_to_half(module: nn.Module) -> nn.Module:
    """Rounds parameters and buffers to what float16 can hold, in place."""
    for tensor in [*module.parameters(), *module.buffers()]:
        if tensor.is_floating_point():
            tensor.data.copy_(tensor.data.half().float())
    return module


def round_deciding_part(network: nn.Module) -> nn.Module:
    """Rounds all of an enhancer of PieNet but its map, which is shipped in full precision, in place."""
    for name, child in network.named_children():
        if name != "map":
            round_to_half(child)
    for buffer in network.buffers(recurse=False):
        buffer.copy_(buffer.half().float())
    return network
