// The chain of five operations as one writes it with numpy or OpenCV; sharp's is in core.mjs, for it runs in this process.
import { canMeasureChildren, findPythonModule } from '../peers/child.mjs';
import { pictureFiles, pythonPeerTask } from './peer-files.mjs';

const CHAIN = 'chain: exposure, contrast, gains, saturation, tone curve';

export async function makeChainPeerTasks(context) {
  if (!canMeasureChildren || findPythonModule('numpy') === undefined) return [];
  const files = await pictureFiles(context);
  const peers = [
    { name: 'numpy chain', module: 'numpy', peer: 'numpy-chain' },
    { name: 'OpenCV chain', module: 'cv2', peer: 'opencv-chain' },
  ];
  return peers.flatMap(({ name, module, peer }) => {
    const found = findPythonModule(module);
    return found === undefined ? [] : [{ ...pythonPeerTask(name, peer, found, files), maximumRounds: 3 }];
  });
}

export const CHAIN_PEER_RATIOS = [
  ['numpy chain', `wasm: ${CHAIN}`],
  ['OpenCV chain', `wasm: ${CHAIN}`],
  ['sharp linear + recomb', `wasm: ${CHAIN}`],
];
