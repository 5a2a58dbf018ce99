"""Peers that are Python libraries: python3 python_peers.py <peer> <picture.rgba> <width> <height> <look.cube>

Prints milliseconds of one run, after one that is not counted, as JSON. The picture is read and its form made before that.
"""
import json
import sys
import time

import numpy

peer, picture_path, width, height, cube_path = sys.argv[1:6]
width, height = int(width), int(height)
rgba = numpy.fromfile(picture_path, dtype=numpy.uint8).reshape(height, width, 4)


def read_cube():
    """Shape (blue, green, red, channel)."""
    rows = [line.split() for line in open(cube_path) if line[0] in "-0123456789."]
    table = numpy.array(rows, dtype=numpy.float32)
    size = round(len(table) ** (1 / 3))
    return table.reshape(size, size, size, 3)


def pillow_lut():
    from PIL import Image, ImageFilter

    cube = read_cube()
    picture = Image.fromarray(numpy.ascontiguousarray(rgba[:, :, :3]))
    lut = ImageFilter.Color3DLUT(len(cube), cube.reshape(-1).tolist())
    return lambda: picture.filter(lut)


def opencolorio_lut():
    import PyOpenColorIO as ocio

    transform = ocio.FileTransform(src=cube_path, interpolation=ocio.INTERP_TETRAHEDRAL)
    processor = ocio.Config.CreateRaw().getProcessor(transform)
    cpu = processor.getOptimizedCPUProcessor(ocio.BIT_DEPTH_UINT8, ocio.BIT_DEPTH_UINT8, ocio.OPTIMIZATION_DEFAULT)
    description = ocio.PackedImageDesc(rgba, width, height, 4, ocio.BIT_DEPTH_UINT8, 1, 4, 4 * width)
    return lambda: cpu.apply(description)


EV, PIVOT, CONTRAST, SATURATION = 0.5, 0.45, 1.2, 1.2
GAINS = numpy.array([1.1, 1, 0.9], dtype=numpy.float32)
levels = numpy.arange(256) / 255
linear = numpy.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4) * 2 ** EV
exposed = numpy.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
tone = numpy.interp(numpy.linspace(0, 1, 65536), [0, 0.3, 0.7, 1], [0, 0.25, 0.8, 1])
matrix = (SATURATION * numpy.eye(3) + (1 - SATURATION) / 3).astype(numpy.float32)


def numpy_chain():
    """Exposure by a table, contrast, gains and saturation as one affine map, the tone curve by a table; 256 rows at a time."""
    out = numpy.empty_like(rgba)
    table = ((CONTRAST * exposed + (1 - CONTRAST) * PIVOT)).astype(numpy.float32)
    mixing = (matrix * GAINS).T
    bytes_of = numpy.round(tone * 255).astype(numpy.uint8)

    def run():
        for first in range(0, height, 256):
            block = table[rgba[first : first + 256, :, :3]] @ mixing
            out[first : first + 256, :, :3] = bytes_of[(numpy.clip(block, 0, 1) * 65535).astype(numpy.uint16)]
            out[first : first + 256, :, 3] = rgba[first : first + 256, :, 3]

    return run


def opencv_chain():
    """The same in OpenCV's own operations on 8 bits: a table, a matrix, a table. Rounds twice more than the others."""
    import cv2

    cv2.setNumThreads(1)
    table = numpy.clip(numpy.round((CONTRAST * exposed + (1 - CONTRAST) * PIVOT) * 255), 0, 255).astype(numpy.uint8)
    curve = numpy.round(tone[::257][:256] * 255).astype(numpy.uint8)
    mixing = numpy.eye(4, dtype=numpy.float32)
    mixing[:3, :3] = matrix * GAINS
    tables = [numpy.dstack([t, t, t, numpy.arange(256, dtype=numpy.uint8)]) for t in (table, curve)]
    return lambda: cv2.LUT(cv2.transform(cv2.LUT(rgba, tables[0]), mixing), tables[1])


run = {"pillow-lut": pillow_lut, "opencolorio-lut": opencolorio_lut, "numpy-chain": numpy_chain, "opencv-chain": opencv_chain}[peer]()
run()
cpu, wall = time.process_time(), time.perf_counter()
run()
print(json.dumps({"cpuMilliseconds": (time.process_time() - cpu) * 1000, "wallMilliseconds": (time.perf_counter() - wall) * 1000}))
