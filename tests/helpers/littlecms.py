"""Reads a DeviceLink with LittleCMS: 16-bit RGB triples (this machine's byte order) from standard input to standard output.

    python3 littlecms.py PROFILE < colours > results
    python3 littlecms.py --describe PROFILE

Needs LittleCMS 2 (Debian: liblcms2-2). No optimisation is allowed, so that the table itself is read.
"""
import array
import ctypes
import json
import sys

TYPE_RGB_16 = (4 << 16) | (3 << 3) | 2
NO_OPTIMIZE, NO_CACHE = 0x0100, 0x0040
SEQUENCE_TAG = int.from_bytes(b"pseq", "big")

lcms = ctypes.CDLL("liblcms2.so.2")
for name in ("cmsOpenProfileFromFile", "cmsCreateMultiprofileTransform", "cmsReadTag"):
    getattr(lcms, name).restype = ctypes.c_void_p
lcms.cmsGetProfileVersion.restype = ctypes.c_double
lcms.cmsGetProfileVersion.argtypes = lcms.cmsGetDeviceClass.argtypes = [ctypes.c_void_p]
lcms.cmsGetColorSpace.argtypes = lcms.cmsGetPCS.argtypes = [ctypes.c_void_p]
lcms.cmsReadTag.argtypes = [ctypes.c_void_p, ctypes.c_uint]
lcms.cmsGetProfileInfoASCII.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint]
lcms.cmsDoTransform.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint]


def open_profile(path):
    profile = lcms.cmsOpenProfileFromFile(path.encode(), b"r")
    if not profile:
        sys.exit("LittleCMS does not open " + path)
    return profile


def describe(profile):
    def text(kind):
        buffer = ctypes.create_string_buffer(256)
        lcms.cmsGetProfileInfoASCII(profile, kind, b"en", b"US", buffer, 256)
        return buffer.value.decode("ascii")

    signature = lambda value: (value & 0xFFFFFFFF).to_bytes(4, "big").decode("ascii")
    sequence = lcms.cmsReadTag(profile, SEQUENCE_TAG)
    return {
        "version": lcms.cmsGetProfileVersion(profile),
        "class": signature(lcms.cmsGetDeviceClass(profile)),
        "spaces": [signature(lcms.cmsGetColorSpace(profile)), signature(lcms.cmsGetPCS(profile))],
        "description": text(0),
        "copyright": text(3),
        "sequence": ctypes.c_uint.from_address(sequence).value if sequence else 0,
    }


def read(profile, colors):
    pointer = (ctypes.c_void_p * 1)(profile)
    transform = lcms.cmsCreateMultiprofileTransform(pointer, 1, TYPE_RGB_16, TYPE_RGB_16, 0, NO_OPTIMIZE | NO_CACHE)
    if not transform:
        sys.exit("LittleCMS makes no transform of it")
    source = array.array("H", colors)
    target = array.array("H", bytes(len(colors)))
    lcms.cmsDoTransform(transform, source.buffer_info()[0], target.buffer_info()[0], len(source) // 3)
    return target.tobytes()


if sys.argv[1] == "--describe":
    print(json.dumps(describe(open_profile(sys.argv[2]))))
else:
    sys.stdout.buffer.write(read(open_profile(sys.argv[1]), sys.stdin.buffer.read()))
