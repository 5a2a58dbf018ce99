// Other programs and libraries with a 3D LUT, one thread each. A program's figure is its run with the LUT less its run without; both read raw pixels and
// write nowhere. A library's is the call alone.
import { canMeasureChildren, findPythonModule, findVersion, measureChild } from '../peers/child.mjs';
import { pictureFiles, pythonPeerTask } from './peer-files.mjs';

/** Frames of one run of ffmpeg: what is measured must be more than starting it. */
const FFMPEG_FRAMES = 4;
const ROUNDS = 3;

export const LUT_PEERS = ['ffmpeg lut3d', 'GraphicsMagick -hald-clut', 'ImageMagick -hald-clut', "G'MIC map_clut", 'OpenColorIO', 'Pillow Color3DLUT'];

export async function makeLutPeerTasks(context) {
  if (!canMeasureChildren) return [];
  const { raw, ppm, cube, hald, width, height } = await pictureFiles(context);
  const tasks = [];
  const addProgram = (name, version, withLut, without, options = {}) => {
    if (version === undefined) return;
    const { runs = 1, ...limits } = options;
    tasks.push({
      name,
      role: 'peer',
      version,
      command: withLut.join(' '),
      maximumRounds: ROUNDS,
      ...limits,
      sample: async () => {
        const [full, bare] = [await measureChild(withLut), await measureChild(without)];
        const difference = (key) => Math.max(0, (full[key] - bare[key]) / runs);
        return { cpuMilliseconds: difference('cpuMilliseconds'), wallMilliseconds: difference('wallMilliseconds'), peakBytes: full.peakBytes };
      },
    });
  };

  const ffmpeg = (filter) => ['ffmpeg', '-nostdin', '-loglevel', 'error', '-threads', '1', '-filter_threads', '1', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-stream_loop', String(FFMPEG_FRAMES - 1), '-i', raw, '-vf', filter, '-f', 'null', '-'];
  addProgram('ffmpeg lut3d', findVersion('ffmpeg', ['-version'], /^ffmpeg version (\S+)/m), ffmpeg(`format=rgba,lut3d=file=${cube}:interp=tetrahedral,format=rgba`), ffmpeg('format=rgba'), { runs: FFMPEG_FRAMES });
  const size = ['-size', `${width}x${height}`, '-depth', '8', `rgba:${raw}`];
  addProgram('GraphicsMagick -hald-clut', findVersion('gm', ['-version'], /^GraphicsMagick (\S+)/m), ['gm', 'convert', ...size, '-hald-clut', hald, 'null:'], ['gm', 'convert', ...size, 'null:']);
  const magick = [['magick'], ['convert']].map(([program]) => ({ program, version: findVersion(program, ['-version'], /ImageMagick (\S+)/) })).find(({ version }) => version !== undefined);
  if (magick !== undefined) addProgram('ImageMagick -hald-clut', magick.version, [magick.program, ...size, hald, '-hald-clut', 'null:'], [magick.program, ...size, 'null:'], { maximumMegapixels: 12, maximumRounds: 2 });
  addProgram("G'MIC map_clut", findVersion('gmic', ['version'], /Version (\d+(?:\.\d+)*)/), ['gmic', '-v', '0', ppm, hald, '-map_clut[0]', '[1]', '-rm'], ['gmic', '-v', '0', ppm, hald, '-rm'], { maximumMegapixels: 12, maximumRounds: 2 });

  const libraries = [
    { name: 'OpenColorIO', module: 'PyOpenColorIO', peer: 'opencolorio-lut' },
    { name: 'Pillow Color3DLUT', module: 'PIL', peer: 'pillow-lut' },
  ];
  for (const { name, module, peer } of libraries) {
    const found = findPythonModule('numpy') && findPythonModule(module);
    if (found !== undefined) tasks.push({ ...pythonPeerTask(name, peer, found, { raw, width, height, cube }), maximumRounds: ROUNDS });
  }
  return tasks;
}

export const LUT_PEER_RATIOS = LUT_PEERS.map((name) => [name, 'wasm: LUT 33']);
