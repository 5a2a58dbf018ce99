"""Says what psd-tools finds in a PSD file, as JSON.

    python3 psd_tools_dump.py FILE

Needs psd-tools (Debian: python3-psd-tools).
"""
import base64
import json
import sys

from psd_tools import PSDImage
from psd_tools.constants import Tag


def encode(data):
    return base64.b64encode(data).decode("ascii")


def describe_mask(mask):
    return {"box": list(mask.bbox), "outside": mask.background_color, "pixels": encode(mask.topil().tobytes())}


def describe_lookup(block):
    return {"type": str(block[b"lookupType"].enum, "ascii"), "profile": encode(block[b"profile"].value), "cube": encode(block[b"LUT3DFileData"].value)}


def describe(layer, parent):
    found = {
        "parent": parent,
        "name": layer.name,
        "kind": layer.kind,
        "opacity": layer.opacity,
        "blend": layer.blend_mode.name,
        "clipped": layer.clipping_layer,
        "visible": layer.visible,
        "box": list(layer.bbox),
    }
    if layer.mask is not None:
        found["mask"] = describe_mask(layer.mask)
    if layer.kind == "pixel":
        found["pixels"] = encode(layer.topil().convert("RGBA").tobytes())
    if layer.kind == "colorlookup":
        found["lookup"] = describe_lookup(layer.tagged_blocks.get_data(Tag.COLOR_LOOKUP))
    if layer.kind == "curves":
        found["curves"] = [[item.channel_id, [list(point) for point in item.points]] for item in layer.tagged_blocks.get_data(Tag.CURVES).extra]
    return found


def walk(layers, parent):
    for layer in layers:
        yield describe(layer, parent)
        if layer.is_group():
            yield from walk(layer, layer.name)


document = PSDImage.open(sys.argv[1])
profile = document.image_resources.get_data(1039)
print(json.dumps({"size": [document.width, document.height], "profile": encode(profile) if profile else None, "layers": list(walk(document, None))}))
