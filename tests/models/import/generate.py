"""Writes the checkpoints that the importer is tested with, and what PyTorch makes of them.

    python tests/models/import/generate.py

Needs PyTorch (written with 1.13). `csrnet.pth` has the published layout and random weights; `recorded.bin` holds the float32 tensors that `recorded.json` names, in its
order.
`textures.pth` is a network of that layout whose condition reads textures, as trained ones do, and `textures.json` what it decides for
photos of `samples/` that it is shown whole, at their own pixels.
`forms.pth`, as torch.save writes it since 1.6, and `forms-legacy.pth`, as it did before, hold one small tensor of each form a state
dictionary can have, and `forms.json` their numbers.
"""

import json
import sys
from pathlib import Path

import numpy
import torch
from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "models" / "recipe"))

from csrnet import CSRNet  # noqa: E402

PHOTOS = ("cast-house", "flat-temple", "good-red-panda")


def save(value, name: str) -> None:
    """Writes a value in both forms of torch.save."""
    torch.save(value, HERE / f"{name}.pth")
    torch.save(value, HERE / f"{name}-legacy.pth", _use_new_zipfile_serialization=False)


@torch.no_grad()
def record_network() -> None:
    """A network near the identity, so that its colours lie within 0..1 and a wrong weight shows."""
    network = CSRNet().start_at_identity()
    for name, parameter in network.named_parameters():
        if name.startswith("cond_s") or name.endswith("conv3.bias"):
            parameter.add_(torch.randn(parameter.shape) * 0.05)
    torch.save(network.state_dict(), HERE / "csrnet.pth")
    tensors = {"copy": torch.rand(1, 3, 37, 53), "pixels": torch.rand(1, 3, 7, 9)}
    tensors["modulation"] = network.decide(tensors["copy"])
    tensors["retouched"] = network.map_pixels(tensors["pixels"], tensors["modulation"]).clamp(0, 1)
    (HERE / "recorded.bin").write_bytes(b"".join(tensor.numpy().astype("<f4").tobytes() for tensor in tensors.values()))
    described = [{"name": name, "shape": list(tensor.shape)} for name, tensor in tensors.items()]
    (HERE / "recorded.json").write_text(json.dumps({"torch": torch.__version__, "tensors": described}, indent=2) + "\n")


@torch.no_grad()
def record_textures() -> None:
    """Filters without a mean are blind to colour and see edges: what they find depends on the size that a photo is shown at."""
    torch.manual_seed(11)
    network = CSRNet().start_at_identity()
    first = network.cond_net.conv1.weight
    first.sub_(torch.nn.functional.avg_pool2d(first, 3, 1, 1, count_include_pad=False))
    first.sub_(first.mean((2, 3), keepdim=True)).mul_(6)
    for name, parameter in network.named_parameters():
        if name in ("cond_net.conv2.weight", "cond_net.conv3.weight"):
            parameter.abs_()
        if name.startswith("cond_net") and name.endswith("bias"):
            parameter.zero_()
        if name.startswith("cond_s") and name.endswith("weight"):
            parameter.copy_(torch.randn(parameter.shape) * 0.015)
    state = {name: tensor.half() for name, tensor in network.state_dict().items()}
    torch.save(state, HERE / "textures.pth")
    network.load_state_dict({name: tensor.float() for name, tensor in state.items()})
    photos = {}
    for name in PHOTOS:
        with Image.open(HERE.parents[2] / "samples" / f"{name}.jpg") as image:
            pixels = torch.from_numpy(numpy.asarray(image.convert("RGB")).copy()).permute(2, 0, 1)[None] / 255
        photos[name] = network.decide(pixels)[0].tolist()
    (HERE / "textures.json").write_text(json.dumps({"torch": torch.__version__, "modulations": photos}, indent=1) + "\n")


def record_forms() -> None:
    """Element types, views with strides and offsets, shared storages, parameters, and the prefix of DataParallel."""
    base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 8
    state = {
        "float": base,
        "double": base[0].double() / 3,
        "half": (base[1] / 3).half(),
        "bfloat": (base[1] / 3).bfloat16(),
        "transposed": base.permute(2, 0, 1),
        "sliced": base[1, 1:, ::2],
        "repeated": torch.tensor([1.5]).expand(2, 3),
        "scalar": torch.tensor(-0.25),
        "empty": torch.zeros(0, 3),
        "parameter": torch.nn.Parameter(torch.tensor([1e-30, -2.0])),
    }
    save({"epoch": 12, "lr": 1e-4, "done": True, "state_dict": {f"module.{name}": tensor for name, tensor in state.items()}}, "forms")
    values = {name: {"shape": list(tensor.shape), "values": tensor.detach().double().flatten().tolist()} for name, tensor in state.items()}
    (HERE / "forms.json").write_text(json.dumps(values, indent=1) + "\n")


if __name__ == "__main__":
    torch.manual_seed(7)
    record_network()
    record_forms()
    record_textures()
