/** Where everything lies. Buffers of group 0 change with every tile, those of group 1 with every kernel. */
export const BINDINGS = /* wgsl */ `
struct Tile {
  first: u32,     // the tile's first pixel, counted from the picture's
  count: u32,     // pixels in the tile
  width: u32,     // of the picture
  height: u32,
  capacity: u32,  // words from one mask to the next in coverage, at least count
}

@group(0) @binding(0) var<uniform> tile: Tile;
// RGBA, read and written in place: one word a pixel of 8 bit, two of 16 bit, red lowest.
@group(0) @binding(1) var<storage, read_write> pixels: array<u32>;
// Masks of the tile, mask m from word m * capacity on: four, two or one sample a word, lowest first.
@group(0) @binding(2) var<storage, read> coverage: array<u32>;

// Where in the two buffers below each stage finds its numbers; what the four mean stands with the function that takes them.
@group(1) @binding(0) var<storage, read> places: array<vec4u>;
@group(1) @binding(1) var<storage, read> vectors: array<vec4f>;
// Float32 by their bits, and bytes, four a word, lowest first.
@group(1) @binding(2) var<storage, read> words: array<u32>;
`;
