"""Makes one checkpoint of two: the mean of their averaged weights.

    python average_checkpoints.py runs/a/checkpoint.pt runs/b/checkpoint.pt --out runs/mean/checkpoint.pt

The second one must have gone on from the first (`--start`), or the mean means nothing. Two that were trained for different ends, for faulty
photos and for photos that need little, meet between them.

Source: Wortsman et al., "Model soups: averaging weights of multiple fine-tuned models improves accuracy", ICML 2022.
"""

import argparse
from pathlib import Path

import torch


def average_states(first: dict, second: dict) -> dict:
    """The mean of two state dictionaries of one layout."""
    if {name: value.shape for name, value in first.items()} != {name: value.shape for name, value in second.items()}:
        raise ValueError("checkpoints of different layouts (expected two of one network)")
    return {name: (value + second[name]) / 2 for name, value in first.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoints", type=Path, nargs=2)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    first, second = (torch.load(path, map_location="cpu") for path in arguments.checkpoints)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"average": average_states(first["average"], second["average"]), "config": first["config"]}, arguments.out)


if __name__ == "__main__":
    main()
