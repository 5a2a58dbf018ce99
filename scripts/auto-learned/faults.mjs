// Faults that the look is to mend, done to good photos, so that what should come out is known.

const decode = (encoded) => (encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4);
const encode = (linear) => (linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055);

/** Lumas between which a place is taken for part of the dark subject, or of the bright ground. */
const GROUND = [0.5, 0.68];
/** Of the longer side: parts are found on a blurred photo, edges by the pixel itself. */
const BLUR_SHARE = 1 / 24;

/** Takes light away in linear light, everywhere alike. */
export function underExpose(raster, ev) {
  return changeExposure(raster, () => -ev);
}

/** Takes light away from all that is not bright: what stood before a bright sky now stands against the light. */
export function putAgainstTheLight(raster, ev) {
  const lumas = lumasOf(raster);
  const blurred = blur(lumas, raster, Math.max(1, Math.round(Math.max(raster.width, raster.height) * BLUR_SHARE)));
  return changeExposure(raster, (pixel) => {
    const share = Math.min(Math.max(((lumas[pixel] + blurred[pixel]) / 2 - GROUND[0]) / (GROUND[1] - GROUND[0]), 0), 1);
    return -ev * (1 - share * share * (3 - 2 * share));
  });
}

/** @returns the share of pixels that the fault above takes light from. */
export function darkShareOf(raster) {
  const lumas = lumasOf(raster);
  return lumas.filter((value) => value < GROUND[0]).length / lumas.length;
}

function changeExposure(raster, evAt) {
  const data = raster.data.map((value, index) => Math.round(255 * encode(Math.min(decode(value / 255) * 2 ** evAt(Math.floor(index / 3)), 1))));
  return { ...raster, data };
}

function lumasOf({ data }) {
  return Float32Array.from({ length: data.length / 3 }, (_, pixel) => (0.299 * data[3 * pixel] + 0.587 * data[3 * pixel + 1] + 0.114 * data[3 * pixel + 2]) / 255);
}

/** Mean of a square around each pixel, cut at the borders. */
function blur(values, { width, height }, radius) {
  const alongRows = blurLines(values, width, height, 1, width, radius);
  return blurLines(alongRows, height, width, width, 1, radius);
}

function blurLines(values, length, lineCount, stride, lineStride, radius) {
  const blurred = new Float32Array(values.length);
  for (let line = 0; line < lineCount; line += 1) {
    let [sum, count] = [0, 0];
    const read = (at) => values[line * lineStride + at * stride];
    for (let at = -radius; at < length; at += 1) {
      if (at + radius < length) [sum, count] = [sum + read(at + radius), count + 1];
      if (at - radius - 1 >= 0) [sum, count] = [sum - read(at - radius - 1), count - 1];
      if (at >= 0) blurred[line * lineStride + at * stride] = sum / count;
    }
  }
  return blurred;
}
