"""Golden values of colour conversions by LittleCMS, through Pillow.

    python3 tests/golden/generate-icc.py > tests/golden/icc.json

Needs Pillow with LittleCMS (Debian: python3-pil). The profiles are written here from their published numbers, apart from
the code under test: matrix and curve, version 2, relative colorimetric, 8 bit in and out.
"""
import io
import itertools
import json
import struct

from PIL import Image, ImageCms, features, __version__

D50 = (0.9642, 1.0, 0.8249)
SPACES = {
    # Adobe RGB (1998) Color Image Encoding, 4.3.1
    "adobeRgb": ([(0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)], 563 / 256),
    # ISO 22028-2 (ROMM RGB), D50
    "proPhoto": ([(0.7977, 0.288, 0.0), (0.1352, 0.7119, 0.0), (0.0313, 0.0001, 0.8249)], 1.8),
    # Display P3 as Apple's profile prints it; sRGB curve
    "displayP3": ([(0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407)], "srgb"),
}


def srgb_to_linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def profile(colorants, gamma):
    def xyz(values):
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    if gamma == "srgb":
        samples = [round(srgb_to_linear(i / 4095) * 65535) for i in range(4096)]
        curve = b"curv\0\0\0\0" + struct.pack(">I", len(samples)) + struct.pack(">%dH" % len(samples), *samples)
    else:
        curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    desc = b"desc\0\0\0\0" + struct.pack(">I", 2) + b"x\0" + bytes(78)
    tags = [(b"desc", desc + bytes(-len(desc) % 4)), (b"cprt", b"text\0\0\0\0x\0\0\0"), (b"wtpt", xyz(D50))]
    for letter, colorant in zip((b"r", b"g", b"b"), colorants):
        tags += [(letter + b"XYZ", xyz(colorant)), (letter + b"TRC", curve)]
    offset = 132 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags:
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data
    head = struct.pack(">I4sI", offset + len(body), b"lcms", 0x02400000) + b"mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    head += b"".join(struct.pack(">i", round(v * 65536)) for v in D50) + bytes(48)
    return ImageCms.ImageCmsProfile(io.BytesIO(head + table + body))


levels = (0, 40, 96, 160, 255)
colors = list(itertools.product(levels, repeat=3))
picture = Image.new("RGB", (len(colors), 1))
picture.putdata(colors)
result = {
    "generator": "generate-icc.py",
    "versions": {"Pillow": __version__, "LittleCMS": features.version("littlecms2")},
    "columns": "r g b in the source space, r g b in the target space, 8 bit",
    "conversions": {},
}
for source, target in (("adobeRgb", "displayP3"), ("proPhoto", "displayP3")):
    transform = ImageCms.buildTransform(profile(*SPACES[source]), profile(*SPACES[target]), "RGB", "RGB", renderingIntent=1, flags=0x0100 | 0x0400)
    converted = ImageCms.applyTransform(picture, transform)
    result["conversions"][source] = [list(a) + list(b) for a, b in zip(colors, converted.getdata())]
text = json.dumps(result)
print(text.replace("[[", "[\n[").replace("], [", "],\n[").replace("]]", "]\n]"))
