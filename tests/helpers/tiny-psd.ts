/** A layer mask of a {@link TinyLayer}: samples of the document's depth. */
export interface TinyMask {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly samples: readonly number[];
  /** 0 or 255. */
  readonly outside?: number;
  /** 1: relative to the layer, 2: switched off, 8: rendered from other data. */
  readonly flags?: number;
  /** Parameters of the mask, flag 16: density 0..255, feather in pixels. */
  readonly density?: number;
  readonly feather?: number;
}

export interface TinyLayer {
  readonly name: string;
  readonly left?: number;
  readonly top?: number;
  readonly width: number;
  readonly height: number;
  /** Planes of red, green, blue, and alpha where there is one; samples of the document's depth. */
  readonly planes: readonly (readonly number[])[];
  readonly mask?: TinyMask;
  /** Beside `mask`, which is then the two together: a mask painted by hand. */
  readonly realMask?: TinyMask;
}

export interface TinyDocument {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  readonly colorMode?: number;
  readonly layers: readonly TinyLayer[];
}

class Bytes {
  readonly #bytes: number[] = [];
  get length(): number {
    return this.#bytes.length;
  }
  text(value: string): this {
    for (const character of value) this.#bytes.push(character.charCodeAt(0));
    return this;
  }
  number(value: number, size: number): this {
    for (let shift = size - 1; shift >= 0; shift -= 1) this.#bytes.push(Math.floor(value / 256 ** shift) & 255);
    return this;
  }
  float64(value: number): this {
    this.#bytes.push(...new Uint8Array(new Float64Array([value]).buffer).reverse());
    return this;
  }
  append(other: Bytes): this {
    for (const byte of other.#bytes) this.#bytes.push(byte);
    return this;
  }
  /** A section behind its length. */
  section(other: Bytes): this {
    return this.number(other.length, 4).append(other);
  }
  toArray(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/**
 * Writes a PSD file from the published format, apart from the library under test: uncompressed layers of any depth, masks with all
 * they can have.
 *
 * @see Adobe Photoshop File Formats Specification, November 2019
 */
export function tinyPsd({ width, height, depth = 8, colorMode = 3, layers }: TinyDocument): Uint8Array {
  const sampleBytes = depth / 8;
  const records = new Bytes().number(layers.length, 2);
  const channelData = new Bytes();
  for (const layer of layers) {
    const { left = 0, top = 0 } = layer;
    const ids = layer.planes.length === 4 ? [0, 1, 2, -1] : [0, 1, 2];
    const channels = ids.map((id, i) => [id, layer.planes[i]] as const);
    if (layer.mask !== undefined) channels.push([-2, layer.mask.samples]);
    if (layer.realMask !== undefined) channels.push([-3, layer.realMask.samples]);
    for (const side of [top, left, top + layer.height, left + layer.width]) records.number(side, 4);
    records.number(channels.length, 2);
    for (const [id, samples] of channels) {
      records.number(id, 2).number(2 + samples.length * sampleBytes, 4);
      channelData.number(0, 2);
      for (const sample of samples) channelData.number(sample, sampleBytes);
    }
    records.text('8BIMnorm').number(255, 1).number(0, 1).number(8, 1).number(0, 1);
    const name = new Bytes().number(layer.name.length, 1).text(layer.name);
    while (name.length % 4 !== 0) name.number(0, 1);
    records.section(new Bytes().section(maskBytes(layer)).section(new Bytes()).append(name));
  }
  const layerInfo = records.append(channelData);
  if (layerInfo.length % 2 === 1) layerInfo.number(0, 1);
  const composite = new Bytes().number(0, 2);
  for (let i = 0; i < width * height * 3; i += 1) composite.number(0, sampleBytes);
  return new Bytes()
    .text('8BPS').number(1, 2).number(0, 6).number(3, 2).number(height, 4).number(width, 4).number(depth, 2).number(colorMode, 2)
    .section(new Bytes())
    .section(new Bytes())
    .section(new Bytes().section(layerInfo).number(0, 4))
    .append(composite)
    .toArray();
}

function maskBytes({ mask, realMask }: TinyLayer): Bytes {
  const bytes = new Bytes();
  if (mask === undefined) return bytes;
  const hasParameters = mask.density !== undefined || mask.feather !== undefined;
  boxBytes(bytes, mask).number(mask.outside ?? 0, 1).number((mask.flags ?? 0) | (hasParameters ? 16 : 0), 1);
  if (realMask !== undefined) boxBytes(bytes.number(realMask.flags ?? 0, 1).number(realMask.outside ?? 0, 1), realMask);
  if (hasParameters) {
    bytes.number((mask.density === undefined ? 0 : 1) | (mask.feather === undefined ? 0 : 2), 1);
    if (mask.density !== undefined) bytes.number(mask.density, 1);
    if (mask.feather !== undefined) bytes.float64(mask.feather);
  }
  while (bytes.length < 20) bytes.number(0, 1);
  return bytes;
}

function boxBytes(bytes: Bytes, { left, top, width, height }: TinyMask): Bytes {
  for (const side of [top, left, top + height, left + width]) bytes.number(side, 4);
  return bytes;
}
