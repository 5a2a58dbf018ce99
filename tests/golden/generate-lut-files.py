"""Writes LUT files of tests/formats and records what independent programs make of them, in tests/golden/lut-files.json.

Run from the repository root: python3 tests/golden/generate-lut-files.py
Needs ImageMagick 6, FFmpeg 5, and Debian's python3-pyopencolorio and python3-numpy.
"""

import hashlib
import json
import struct
import subprocess
import zlib

import numpy as np
import PyOpenColorIO as ocio

FORMATS = "tests/formats/"
rng = np.random.default_rng(20030301)


def run(command, data=b""):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def write_png(path, pixels, comment=None):
    """An RGB PNG of 8 or 16 bit, written here so that no program between has an opinion on its numbers."""
    height, width, _ = pixels.shape
    depth = 16 if pixels.dtype == np.uint16 else 8
    rows = pixels.astype(">u2" if depth == 16 else "u1").reshape(height, -1)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0)
    text = chunk(b"tEXt", b"Comment\0" + comment.encode("latin-1")) if comment else b""
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + text + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def look(rgb):
    """A colour function of which no two axes are alike, inside 0..1."""
    r, g, b = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    return np.stack([0.05 + 0.7 * r**1.4 + 0.2 * g, 0.9 * g**0.8 * (0.6 + 0.4 * b), 0.1 + 0.5 * b + 0.3 * r * g], axis=-1)


def nodes(size):
    """Colours of the nodes, index [b, g, r]."""
    axis = np.arange(size) / (size - 1)
    b, g, r = np.meshgrid(axis, axis, axis, indexing="ij")
    return np.stack([r, g, b], axis=-1)


def quantise(values, bits):
    top = 2**bits - 1
    return np.floor(np.clip(values, 0, 1) * top + 0.5).astype(np.uint16 if bits == 16 else np.uint8)


def hald(table):
    size = table.shape[0]
    side = round(size**1.5)
    return table.reshape(side, side, 3)


def tiles(table, side=None):
    """One tile a blue slice, left to right then down; what is left of `side` is black."""
    size = table.shape[0]
    columns = round(size**0.5)
    side = side or size * columns
    picture = np.zeros((side, side, 3), table.dtype)
    for blue in range(size):
        x, y = blue % columns * size, blue // columns * size
        picture[y : y + size, x : x + size] = table[blue]
    return picture


# Colours every LUT is asked about: 16-bit values, among them nodes, greys and ties between channels.
colours = rng.integers(0, 65536, (96, 3))
colours[:16] = np.arange(16)[:, None] * 4369
colours[16:32, 1] = colours[16:32, 0]
colours[32:48] = rng.integers(0, 4, (16, 3)) * 21845
colours = colours.astype(np.uint16)
RAW48 = ["-f", "rawvideo", "-pix_fmt", "rgb48le", "-s", "96x1", "-i", "-"]


def ffmpeg_filter(graph, extra=()):
    out = run(["ffmpeg", "-v", "error", *RAW48, *extra, "-filter_complex", graph, "-f", "rawvideo", "-pix_fmt", "rgb48le", "-"], colours.astype("<u2").tobytes())
    return np.frombuffer(out, "<u2").tolist()


def imagemagick_hald(path):
    command = ["convert", "-size", "96x1", "-depth", "16", "-endian", "LSB", "rgb:-", path, "-hald-clut", "-depth", "16", "-endian", "LSB", "rgb:-"]
    return np.frombuffer(run(command, colours.astype("<u2").tobytes()), "<u2").tolist()


golden = {
    "command": "python3 tests/golden/generate-lut-files.py",
    "tools": {
        "imagemagick": run(["convert", "-version"]).decode().split("\n")[0],
        "ffmpeg": run(["ffmpeg", "-version"]).decode().split("\n")[0],
        "openColorIo": ocio.__version__,
        "numpy": np.__version__,
    },
    "colours16": colours.ravel().tolist(),
}

# Identity pictures, as other programs make them.
golden["haldIdentity"] = {
    "imageMagick": {
        f"{level}/{bits}": sha256(run(["convert", f"hald:{level}", "-depth", str(bits), "-endian", "LSB", "rgb:-"])) for level in (2, 3, 4, 5, 8, 10) for bits in (8, 16)
    },
    "ffmpeg": {
        f"{level}/{bits}": sha256(
            run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"haldclutsrc=level={level}", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24" if bits == 8 else "rgb48le", "-"])
        )
        for level in (2, 3, 4, 5, 8, 10)
        for bits in (8, 16)
    },
}

# Brad Larson's loop in GPUImageLookupFilter.h; his lookup.png has these pixels.
by, bx, g, r = np.meshgrid(np.arange(8), np.arange(8), np.arange(64), np.arange(64), indexing="ij")
lookup = np.zeros((512, 512, 3), np.uint8)
lookup[g + by * 64, r + bx * 64] = np.stack([r * 255.0 / 63.0 + 0.5, g * 255.0 / 63.0 + 0.5, (bx + by * 8.0) * 255.0 / 63.0 + 0.5], axis=-1).astype(np.uint8)
golden["gpuImageIdentity"] = sha256(lookup.tobytes())


def imgly(tile_count, side):
    """img.ly's identity pictures: values cut down to whole levels, tiles as large as fit, a black border after them."""
    tile = side // tile_count
    slices = tile_count**2
    picture = np.zeros((side, side, 3), np.uint8)
    for blue in range(slices):
        x, y = blue % tile_count * tile, blue // tile_count * tile
        picture[y : y + tile, x : x + tile, 0] = np.arange(tile) * 255 // (tile - 1)
        picture[y : y + tile, x : x + tile, 1] = (np.arange(tile) * 255 // (tile - 1))[:, None]
        picture[y : y + tile, x : x + tile, 2] = blue * 255 // (slices - 1)
    return picture


# Compared with identity_*.png of img.ly's PhotoEditor SDK documentation, whose pixels these are.
golden["imglyIdentity"] = {f"{n}_{n}_{side}": sha256(imgly(n, side).tobytes()) for n, side in ((5, 128), (6, 256), (7, 256), (8, 512))}

# Hald and tiles of a look.
for bits in (8, 16):
    write_png(f"{FORMATS}hald/look-{bits}.png", hald(quantise(look(nodes(16)), bits)))
write_png(f"{FORMATS}tile-lut/look-64x64.png", tiles(quantise(look(nodes(16)), 8)))
write_png(f"{FORMATS}tile-lut/look-128x128.png", tiles(quantise(look(nodes(25)), 8), 128))
golden["hald"] = {
    "ffmpegTetrahedral": {
        "16": ffmpeg_filter("[1]format=rgb48le[l];[0][l]haldclut=interp=tetrahedral", ["-i", f"{FORMATS}hald/look-16.png"])
    },
    "imageMagick": {str(bits): imagemagick_hald(f"{FORMATS}hald/look-{bits}.png") for bits in (8, 16)},
}


# .3dl files in the dialects in circulation.
def three_dl(name, size, out_bits, in_top, header=(), footer=(), newline="\n", comment=False):
    table = np.floor(look(nodes(size)) * (2**out_bits - 1) + 0.5).astype(int)
    lines = list(header)
    if comment:
        lines += ["# written for the tests", ""]
    lines.append(" ".join(str(int(i * in_top / (size - 1) + 0.5)) for i in range(size)))
    lines += [" ".join(map(str, table[b, g, r])) for r in range(size) for g in range(size) for b in range(size)]
    with open(f"{FORMATS}three-dl/valid/{name}.3dl", "w", newline="") as file:
        file.write(newline.join([*lines, *footer, ""]))


three_dl("flame-17-12", 17, 12, 1023)
three_dl("lustre-17-12", 17, 12, 1023, ["3DMESH", "Mesh 4 12"], ["LUT8", "gamma 1.0"])
three_dl("lustre-5-16-crlf", 5, 16, 1023, ["3DMESH", "Mesh 2 16"], newline="\r\n")
three_dl("flame-6-10-comments", 6, 10, 1023, comment=True)


def ocio_values(path):
    processor = ocio.Config.CreateRaw().getProcessor(ocio.FileTransform(src=path, interpolation=ocio.INTERP_TETRAHEDRAL))
    cpu = processor.getOptimizedCPUProcessor(ocio.BIT_DEPTH_F32, ocio.BIT_DEPTH_F32, ocio.OPTIMIZATION_NONE)
    out = (colours / 65535).astype(np.float32)
    cpu.applyRGB(out)
    return [float(f"{value:.8g}") for value in out.ravel()]


THREE_DL = ["flame-17-12", "lustre-17-12", "lustre-5-16-crlf", "flame-6-10-comments"]
golden["threeDl"] = {
    "openColorIo": {name: ocio_values(f"{FORMATS}three-dl/valid/{name}.3dl") for name in THREE_DL},
    "ffmpeg": ffmpeg_filter(f"lut3d={FORMATS}three-dl/valid/flame-17-12.3dl:interp=tetrahedral"),
}


# .acv files.
def acv(name, curves, version=4, tail=b"", field=None):
    data = struct.pack(">HH", version, len(curves)) if field is None else struct.pack(">H", version) + field
    for points in curves:
        data += struct.pack(">H", len(points)) + b"".join(struct.pack(">HH", y, x) for x, y in points)
    with open(f"{FORMATS}acv/valid/{name}.acv", "wb") as file:
        file.write(data + tail)


LINE = [(0, 0), (255, 255)]
S_CURVE = [(0, 0), (64, 44), (128, 132), (192, 217), (255, 255)]
CROSS = [S_CURVE, [(0, 0), (72, 50), (180, 214), (255, 255)], [(0, 0), (90, 76), (190, 207), (255, 255)], [(0, 38), (120, 122), (255, 214)], LINE]
OVERSHOOT = [(0, 0), (40, 160), (60, 180), (120, 20), (200, 240), (255, 250)]
# The file in the blog post "Disecting Adobe curve (.acv) files" (lessthanthree.com), by its hex dump.
PUBLISHED = bytes.fromhex(
    "00040005 0003 0000 0000 0080 0040 00ff 00ff 0003 0000 0000 00c0 0080 00ff 00ff 0003 0000 0000 0080 00c0 00ff 00ff"
    "0003 0000 0000 0040 0080 00ff 00ff 0002 0000 0000 00ff 00ff".replace(" ", "")
)
with open(f"{FORMATS}acv/valid/published.acv", "wb") as file:
    file.write(PUBLISHED)
acv("composite", [S_CURVE, LINE, LINE, LINE, LINE])
acv("cross-process", CROSS)
acv("flat-ends", [[(38, 20), (128, 150), (210, 235)], LINE, LINE, LINE])
acv("overshoot", [OVERSHOOT, LINE, LINE, LINE])
acv("nineteen", [[(round(i * 255 / 18), round(255 * (i / 18) ** 0.7)) for i in range(19)], LINE, LINE, LINE])
acv("version-1-count", CROSS, version=1)
crv = b"Crv " + struct.pack(">HI", 4, 1) + struct.pack(">HH", 2, 2) + struct.pack(">HHHH", 0, 0, 255, 255)
acv("version-1-bits", [S_CURVE, CROSS[2]], version=1, field=struct.pack(">I", 0b0101), tail=crv)

ACV = ["published", "composite", "cross-process", "flat-ends", "overshoot", "nineteen", "version-1-count"]
# At 8 bit FFmpeg cuts the inputs of points down to whole numbers, often the one below; 16 bit has no such loss.
ramp = np.repeat(np.arange(256)[:, None] * 257, 3, axis=1).astype("<u2")


def ffmpeg_curves(path):
    command = ["ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb48le", "-s", "256x1", "-i", "-", "-vf", f"curves=psfile={path}", "-f", "rawvideo", "-pix_fmt", "rgb48le", "-"]
    return np.frombuffer(run(command, ramp.tobytes()), "<u2").tolist()


golden["acv"] = {name: ffmpeg_curves(f"{FORMATS}acv/valid/{name}.acv") for name in ACV}

with open("tests/golden/lut-files.json", "w", encoding="ascii") as file:
    fields = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in golden.items()]
    file.write("{\n" + ",\n".join(fields) + "\n}\n")
