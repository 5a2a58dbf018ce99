/** Size of the drawn photo. */
const WIDTH = 1600;
const HEIGHT = 1067;

/**
 * Draws a landscape at dusk, too dark and too blue as cameras make them, for a first try without a photo at hand. Drawn and not carried along, so
 * that it has no licence and costs no bytes.
 */
export async function drawSamplePhoto(): Promise<File> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the browser gave no canvas');
  const fill = (from: readonly [number, number], to: readonly [number, number], stops: readonly (readonly [number, string])[]): CanvasGradient => {
    const gradient = context.createLinearGradient(from[0], from[1], to[0], to[1]);
    for (const [at, color] of stops) gradient.addColorStop(at, color);
    return gradient;
  };
  context.fillStyle = fill([0, 0], [0, HEIGHT * 0.62], [[0, '#22406e'], [0.55, '#5f7398'], [0.85, '#a08f8c'], [1, '#b59a86']]);
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const random = createNoise(9);
  for (let cloud = 0; cloud < 60; cloud += 1) {
    const [x, y, length] = [random() * WIDTH, HEIGHT * (0.12 + 0.34 * random()), 60 + 220 * random()];
    context.fillStyle = `rgba(206, 190, 188, ${0.03 + 0.05 * random()})`;
    context.beginPath();
    context.ellipse(x, y, length, 5 + 14 * random(), 0.05 * (random() - 0.5), 0, 2 * Math.PI);
    context.fill();
  }
  const ridges: readonly (readonly [number, number, string, string])[] = [
    [0.5, 0.14, '#4e5d78', '#3e4b62'],
    [0.58, 0.1, '#3b4a5c', '#2e3a46'],
    [0.66, 0.07, '#2c3b3f', '#243028'],
  ];
  for (const [level, height, top, bottom] of ridges) {
    context.fillStyle = fill([0, HEIGHT * (level - height)], [0, HEIGHT * (level + 0.1)], [[0, top], [1, bottom]]);
    context.beginPath();
    context.moveTo(0, HEIGHT);
    const [a, b, c] = [random() * 6, random() * 6, random() * 6];
    for (let x = 0; x <= WIDTH; x += 4) {
      const u = x / WIDTH;
      const slope = 0.5 * Math.sin(5 * u + a) + 0.3 * Math.sin(13 * u + b) + 0.12 * Math.sin(41 * u + c) + 0.03 * random();
      context.lineTo(x, HEIGHT * (level - height * slope));
    }
    context.lineTo(WIDTH, HEIGHT);
    context.fill();
  }
  context.fillStyle = fill([0, HEIGHT * 0.7], [0, HEIGHT], [[0, '#2f4636'], [1, '#182218']]);
  context.fillRect(0, HEIGHT * 0.72, WIDTH, HEIGHT);
  for (let blade = 0; blade < 5000; blade += 1) {
    const y = HEIGHT * (0.72 + 0.28 * random());
    const depth = (y / HEIGHT - 0.72) / 0.28;
    context.strokeStyle = `hsl(${70 + 50 * random()} ${25 + 20 * random()}% ${12 + 16 * random() * (1 - depth / 2)}%)`;
    context.lineWidth = 0.6 + 1.6 * depth;
    context.beginPath();
    const x = random() * WIDTH;
    context.moveTo(x, y);
    context.quadraticCurveTo(x + 4 * random(), y - 10 - 24 * depth, x + 14 * (random() - 0.3), y - 14 - 34 * depth * random());
    context.stroke();
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.94 });
  return new File([blob], 'sample.jpg', { type: 'image/jpeg' });
}

/** Park and Miller's minimal standard generator: the same picture everywhere. */
function createNoise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
