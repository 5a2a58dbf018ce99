"""Golden values of operations from Pillow, NumPy, SciPy, colorsys, Little CMS and ImageMagick; called by generate-operations.mjs.

Each case names the recipe entry that must give `output` for the `input` colours. The tools do the operation by their own
code; this file only feeds them and, where a tool counts in other units, converts those.
"""
import colorsys, ctypes, json, re, subprocess, sys
import numpy as np
import PIL
import scipy
from PIL import Image, ImageEnhance
from scipy.interpolate import PchipInterpolator

levels = [0, 1, 13, 51, 90, 128, 170, 217, 254, 255]
ramp = [[v, v, v] for v in levels]
edge = [0, 64, 150, 255]
lattice = [[r, g, b] for b in edge for g in edge for r in edge]
codes = np.array(ramp + lattice, dtype=np.uint8)
unit = codes / 255.0
# Colours that are nodes of every cube of 17, 33 or 65 an edge, where nothing is interpolated.
node = [0, 1 / 16, 1 / 4, 5 / 8, 1]
nodes = np.array([[r, g, b] for b in node for g in node for r in node])


def rounded(array):
    return [[round(float(v), 9) for v in row] for row in np.asarray(array).reshape(-1, 3)]


# ImageMagick: 16-bit, clipped to 0..1.
magick_version = re.search(r"ImageMagick (\S+) (Q\S+)", subprocess.run(["convert", "-version"], capture_output=True, text=True).stdout).groups()


def magick(*arguments):
    samples = np.round(unit * 65535).astype(">u2")
    ppm = b"P6 %d 1 65535\n" % len(codes) + samples.tobytes()
    result = subprocess.run(["convert", "ppm:-", *arguments, "-depth", "16", "ppm:-"], input=ppm, capture_output=True, check=True).stdout
    body = result.split(b"65535\n", 1)[1]
    return np.frombuffer(body, dtype=">u2").reshape(-1, 3) / 65535.0


def magick_case(name, entry, *arguments, tolerance="imageMagick"):
    return {"name": name, "tool": "ImageMagick " + " ".join(magick_version), "command": "convert in.ppm " + " ".join(arguments) + " out.ppm",
            "entry": entry, "output": rounded(magick(*arguments)), "tolerance": tolerance}


cases = [
    magick_case("multiply", {"op": "brightness", "gain": 1.4}, "-evaluate", "multiply", "1.4"),
    magick_case("level, both points and gamma", {"op": "levels", "black": 0.1, "white": 0.8, "gamma": 1.6}, "-level", "10%,80%,1.6"),
    magick_case("level, gamma below 1", {"op": "levels", "gamma": 0.45}, "-level", "0%,100%,0.45"),
    magick_case("+level compresses about the middle", {"op": "contrast", "gain": 0.5, "pivot": 0.5}, "+level", "25%,75%"),
    magick_case("level stretches about the middle", {"op": "contrast", "gain": 2, "pivot": 0.5}, "-level", "25%,75%"),
    magick_case("grey by Rec. 601 luma", {"op": "saturation", "gain": 0, "axis": "luma"}, "-grayscale", "Rec601Luma", "-set", "colorspace", "sRGB", "-type", "TrueColor", tolerance="imageMagickLuma"),
    magick_case("grey by the average", {"op": "saturation", "gain": 0, "axis": "average"}, "-grayscale", "Average", "-set", "colorspace", "sRGB", "-type", "TrueColor"),
    magick_case("linear light halved", {"op": "exposure", "ev": -1}, "-colorspace", "RGB", "-evaluate", "multiply", "0.5", "-colorspace", "sRGB", tolerance="imageMagickLinear"),
    {**magick_case("linear light doubled", {"op": "exposure", "ev": 1}, "-colorspace", "RGB", "-evaluate", "multiply", "2", "-colorspace", "sRGB", tolerance="imageMagickLinear"), "below": 0.8},
    magick_case("channels multiplied", {"op": "whiteBalance", "gains": [1.2, 1, 0.7]}, "-channel", "R", "-evaluate", "multiply", "1.2", "-channel", "B", "-evaluate", "multiply", "0.7"),
]

# Pillow: 8-bit, its own blends with grey (ITU-R 601 luma, rounded) and with the rounded mean of that grey.
image = Image.fromarray(codes.reshape(1, -1, 3))
pillow = "Pillow " + PIL.__version__
grey_mean = int(np.mean(np.asarray(image.convert("L"))) + 0.5)
for factor in (0.4, 1.6):
    cases.append({"name": f"Color {factor}", "tool": pillow, "command": f"ImageEnhance.Color(image).enhance({factor})", "tolerance": "pillow",
                  "entry": {"op": "saturation", "gain": factor, "axis": "luma"}, "output": rounded(np.asarray(ImageEnhance.Color(image).enhance(factor)) / 255)})
    cases.append({"name": f"Contrast {factor}", "tool": pillow, "command": f"ImageEnhance.Contrast(image).enhance({factor})", "tolerance": "pillow",
                  "entry": {"op": "contrast", "gain": factor, "pivot": grey_mean / 255}, "output": rounded(np.asarray(ImageEnhance.Contrast(image).enhance(factor)) / 255)})
    cases.append({"name": f"Brightness {factor}", "tool": pillow, "command": f"ImageEnhance.Brightness(image).enhance({factor})", "tolerance": "pillow",
                  "entry": {"op": "brightness", "gain": factor}, "output": rounded(np.asarray(ImageEnhance.Brightness(image).enhance(factor)) / 255)})

# NumPy and SciPy: interpolants of their own.
segments = [0.4, 0.3, 0.1, 0.1, 0.05]
cases.append({"name": "interp through the sums of the segments", "tool": "NumPy " + np.__version__, "command": "numpy.interp(x, linspace(0, 1, 6), cumsum)", "tolerance": "float",
              "entry": {"op": "toneCurve", "segments": segments}, "output": rounded(np.interp(unit, np.linspace(0, 1, 6), np.concatenate([[0], np.cumsum(segments)])))})
points = [[0, 0.05], [0.2, 0.1], [0.5, 0.62], [0.8, 0.85], [1, 0.97]]
pchip = PchipInterpolator(*np.array(points).T)
cases.append({"name": "PchipInterpolator", "tool": "SciPy " + scipy.__version__, "command": "scipy.interpolate.PchipInterpolator", "tolerance": "table",
              "entry": {"op": "toneCurve", "points": points}, "output": rounded(pchip(unit))})
red = [[0, 0], [0.5, 0.3], [1, 1]]
cases.append({"name": "PchipInterpolator, then red alone", "tool": "SciPy " + scipy.__version__, "command": "scipy.interpolate.PchipInterpolator", "tolerance": "table",
              "entry": {"op": "toneCurve", "points": points, "redPoints": red},
              "output": rounded(np.stack([PchipInterpolator(*np.array(red).T)(pchip(unit[:, 0])), pchip(unit[:, 1]), pchip(unit[:, 2])], axis=1))})


# colorsys: the curve acts on the ends of each colour, its hue is carried over.
def keep_hue(rgb):
    high, low = float(pchip(max(rgb))), float(pchip(min(rgb)))
    hue = colorsys.rgb_to_hsv(*rgb)[0]
    return colorsys.hsv_to_rgb(hue, 1 - low / high if high > 0 else 0, high)


cases.append({"name": "hue of HSV kept, its ends through PchipInterpolator", "tool": f"Python {sys.version.split()[0]} colorsys, SciPy {scipy.__version__}", "command": "colorsys.hsv_to_rgb",
              "tolerance": "hueLut", "entry": {"op": "toneCurve", "points": points, "mode": "hue-preserving"}, "output": rounded([keep_hue(rgb) for rgb in unit])})


# Little CMS: daylight white points and Bradford adaptation, in D65-based XYZ of the printed sRGB matrix.
lcms = ctypes.CDLL("liblcms2.so.2")


class Triple(ctypes.Structure):
    _fields_ = [("a", ctypes.c_double), ("b", ctypes.c_double), ("c", ctypes.c_double)]


def white_xyz(kelvin):
    xyy, xyz = Triple(), Triple()
    assert lcms.cmsWhitePointFromTemp(ctypes.byref(xyy), ctypes.c_double(kelvin))
    lcms.cmsxyY2XYZ(ctypes.byref(xyz), ctypes.byref(xyy))
    return xyz


def adapt(xyz, source, target):
    result, value = Triple(), Triple(*xyz)
    assert lcms.cmsAdaptToIlluminant(ctypes.byref(result), ctypes.byref(source), ctypes.byref(target), ctypes.byref(value))
    return [result.a, result.b, result.c]


# IEC 61966-2-1: the printed matrix, and the curve with its printed join.
srgb_to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
decode = lambda v: np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)
encode = lambda v: np.where(np.abs(v) <= 0.0031308, v * 12.92, np.sign(v) * (1.055 * np.abs(v) ** (1 / 2.4) - 0.055))
for kelvin in (5200, 9000, 20000):
    adapted = np.array([adapt(srgb_to_xyz @ rgb, white_xyz(kelvin), white_xyz(6500)) for rgb in decode(unit)])
    cases.append({"name": f"Bradford from {kelvin} K to 6500 K", "tool": f"Little CMS {lcms.cmsGetEncodedCMMversion() / 1000}", "command": "cmsWhitePointFromTemp, cmsAdaptToIlluminant",
                  "tolerance": "adaptation", "entry": {"op": "whiteBalance", "temperature": kelvin}, "output": rounded(encode(adapted @ np.linalg.inv(srgb_to_xyz).T))})

# NumPy: tone as docs/operations.md words it. What a colour is led to is found as a value of its largest channel.
def tone(rgb, highlights=0, shadows=0, whites=0, blacks=0):
    zone = lambda x: x**2 / (x + 0.03) * (1 - x) ** 4
    up = lambda value, positive, negative: value * np.where(value > 0, positive, negative)
    bend = lambda x: x + up(shadows, 2, 1) * zone(x) + up(highlights, 1, 2) * zone(1 - x)
    offset = lambda u: up(blacks, 0.09, 0.12) / (1 + (u / 0.06) ** 2)
    ends = lambda u: u + up(blacks, 0.09, 0.12) * (1 - u) ** 4 + up(whites, 0.22, 0.09) * u**4
    v_less_c = lambda x: ends(bend(x)) - offset(bend(x))
    y = rgb @ [0.299, 0.587, 0.114]
    largest = rgb.max(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        wanted = largest * v_less_c(y) / y
        grey, white = v_less_c(largest), v_less_c(np.ones_like(y))
        # Two resistors in parallel: the way beyond the grey, and the room up to white.
        led = np.where(wanted > grey + 1e-12, grey + 1 / (1 / (white - grey) + 1 / (wanted - grey)), wanted)
        led = np.where((wanted > grey + 1e-12) & (largest >= 1), white, led)
        share = np.where(largest[:, None] > 0, rgb / largest[:, None], 0)
    return np.where(share == 0, 0, share * led[:, None]) + offset(bend(y))[:, None]


for name, entry in {
    "shadows opened, highlights closed": {"shadows": 1, "highlights": -1},
    "shadows deepened, highlights raised": {"shadows": -0.8, "highlights": 0.7},
    "ends pulled apart": {"whites": 0.9, "blacks": -1},
    "ends drawn together, zones moved too": {"whites": -1, "blacks": 1, "shadows": 0.5, "highlights": 0.3},
}.items():
    case = {"tool": "NumPy " + np.__version__, "command": "the definition, in float64", "entry": {"op": "tone", **entry}}
    cases.append({**case, "name": name, "at": "nodes", "tolerance": "float", "output": rounded(tone(nodes, **entry))})
    cases.append({**case, "name": name + ", between nodes", "tolerance": "colorMapBetweenNodes", "output": rounded(np.clip(tone(unit, **entry), 0, 1))})

json.dump({"codes": codes.tolist(), "nodes": nodes.tolist(), "cases": cases}, sys.stdout)
