import { describe, expect, it } from 'vitest';
import { groupScenes } from '../../../packages/core/src/series/group-scenes.js';
import type { SceneSignature } from '../../../packages/core/src/series/scene-signature.js';
import { seededRandom } from '../../helpers/seeded-random.js';

/** Numbers without a pattern: no two seeds show one scene. */
function sceneOf(seed: number): SceneSignature {
  const random = seededRandom(seed);
  return Array.from({ length: 192 }, () => random() - 0.5);
}

/** The same scene with less light, another cast and some noise. */
function again(scene: SceneSignature, seed: number): SceneSignature {
  const random = seededRandom(seed);
  return scene.map((value, i) => value - [1, 0.1, -0.2][i % 3] + 0.1 * (random() - 0.5));
}

/** The scene with the camera turned by one cell: what has left on one side is new on the other. */
function turned(scene: SceneSignature, seed: number): SceneSignature {
  const fresh = sceneOf(seed);
  return scene.map((_, i) => (Math.floor(i / 3) % 8 === 7 ? fresh[i] : scene[i + 3]));
}

describe('groupScenes', () => {
  it('puts together what is brighter, noisier or turned, and nothing else', async () => {
    const list = Array.from({ length: 60 }, (_, i) => sceneOf(i + 1));
    list[20] = again(list[3], 101);
    list[40] = turned(list[3], 102);
    list[59] = again(list[7], 103);
    const groups = await groupScenes(list);
    expect(groups.filter((group) => group.length > 1)).toEqual([[3, 20, 40], [7, 59]]);
    expect(groups.flat().sort((a, b) => a - b)).toEqual(list.map((_, i) => i));
  });

  it('takes plain photos for nobody\'s scene', async () => {
    expect(await groupScenes(Array.from({ length: 3 }, () => new Array<number>(192).fill(-2)))).toEqual([[0], [1], [2]]);
  });

  it('looks for a scene among the 500 photos before and after', async () => {
    const plain = new Array<number>(192).fill(0);
    const list = Array.from({ length: 1100 }, () => plain as SceneSignature);
    list[0] = sceneOf(1);
    list[500] = again(list[0], 104);
    list[1050] = again(list[0], 105);
    expect((await groupScenes(list)).filter((group) => group.length > 1)).toEqual([[0, 500]]);
  });
});
