"""Exports PieNet as published: two graphs and their manifest in a folder that the product takes as an imported model.

    python export_pienet_published.py runs/published/checkpoint.pt --embedding runs/published-embedding/checkpoint.pt --out MODELS/pienet-published \\
        --licence "for research only"

`pienet-published-embedding` turns a finished photo into a vector, `pienet-published` paints a small copy; the product fits a map and a grid to
what it painted. Weights are stored in half precision. Needs the packages onnx and onnxruntime.
"""

import argparse
import hashlib
import json
from pathlib import Path

import torch

from export_onnx import OPSET, check_parity, compare, export_graph
from half_precision import round_to_half
from pienet_published import STRIDE, PublishedEmbedding, PublishedEnhancer
from train_pienet_published import load_published_enhancer, load_trainer

MANIFEST_SCHEMA = "openretouch/models@1"


@torch.no_grad()
def export_published(embedding: PublishedEmbedding, network: PublishedEnhancer, folder: Path, name: str, sides, licence: str) -> float:
    """Writes the graphs and the manifest and returns the largest difference from PyTorch; the networks are rounded.

    Args:
        sides: of the pictures that the embedding and the enhancer look at, multiples of 32.
    """
    if any(side % STRIDE for side in sides):
        raise ValueError(f"sides: {sides} (expected multiples of {STRIDE})")
    folder.mkdir(parents=True, exist_ok=True)
    generator = torch.Generator().manual_seed(0)
    finished, photo = (torch.rand(1, 3, side, side, generator=generator) for side in sides)
    embedding, network = round_to_half(embedding).eval(), round_to_half(network).eval()
    preference = embedding(finished)
    graphs = [(embedding, {"copy": finished}, "vector", f"{name}-embedding"), (network, {"copy": photo, "preference": preference}, "retouched", name)]
    worst = 0.0
    for module, inputs, output, file in graphs:
        path = folder / f"{file}.onnx"
        export_graph(module, inputs, output, path, in_half=True)
        worst = max(worst, check_parity(compare(module, path, [inputs])))
    entries = describe_graphs(folder, name, sides, preference.shape[1], licence)
    (folder / "manifest.json").write_text(json.dumps({"schema": MANIFEST_SCHEMA, "models": entries}, indent=2) + "\n", encoding="utf-8")
    return worst


def describe_graphs(folder: Path, name: str, sides, length: int, licence: str) -> list:
    """The manifest's entries of both graphs."""
    def picture(tensor: str, side: int) -> dict:
        return {"name": tensor, "shape": [1, 3, side, side], "type": "float32", "range": [0, 1], "encoding": "srgb", "size": [side, side]}

    def vector(tensor: str) -> dict:
        return {"name": tensor, "shape": [1, length], "type": "float32", "range": [-1, 1], "encoding": "none"}

    graphs = {
        f"{name}-embedding": ([picture("copy", sides[0])], [vector("vector")], {}),
        name: ([picture("copy", sides[1]), vector("preference")], [picture("retouched", sides[1]) | {"range": [-8, 8]}], {"embedding": f"{name}-embedding"}),
    }
    entries = []
    for graph, (inputs, outputs, more) in graphs.items():
        content = (folder / f"{graph}.onnx").read_bytes()
        entries.append({"id": graph, "operation": "pienet", "file": f"{graph}.onnx", "byteCount": len(content), "sha256": hashlib.sha256(content).hexdigest(),
                        "opset": OPSET, **more, "licence": licence, "measuredQuality": [], "inputs": inputs, "outputs": outputs})
    return entries


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path, help="of the enhancer")
    parser.add_argument("--embedding", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the model; its name is that of the model")
    parser.add_argument("--licence", required=True, help="of the weights, as the product lists it")
    arguments = parser.parse_args()
    sides = tuple(torch.load(path, map_location="cpu")["config"]["side"] for path in (arguments.embedding, arguments.checkpoint))
    trainer, network = load_trainer(arguments.embedding), load_published_enhancer(arguments.checkpoint)
    worst = export_published(trainer.embedding, network, arguments.out, arguments.out.name, sides, arguments.licence)
    print(f"largest difference from PyTorch {worst:.1e}")


if __name__ == "__main__":
    main()
