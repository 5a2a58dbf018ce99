"""Writes PieNet as published in its narrowest form with weights of chance: the graphs that the product's tests run, for their form alone.

    python make_test_enhancer.py ../../tests/models/pienet-published
"""

import argparse
from pathlib import Path

import torch

from export_pienet_published import export_published
from pienet_published import PublishedEmbedding, PublishedEnhancer

WIDTH, SIDE = 1, 64


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    embedding, network = PublishedEmbedding(WIDTH), PublishedEnhancer(WIDTH)
    export_published(embedding, network, arguments.out, "pienet-published", (SIDE, SIDE), "made by chance, for tests")


if __name__ == "__main__":
    main()
