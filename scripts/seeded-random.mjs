// The one seeded generator of scripts, benchmarks and tests: what is made by chance is the same on every machine and engine.

/** @returns a function that gives numbers in [0, 1), evenly (mulberry32 by T. Ettinger: 32 bits of state). */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
