// npm run check: everything `npm test` asks of the sources before it runs them. Lint takes as long as the rules of rooms and the
// types together, each on one core, so that they run side by side.
import { spawn } from 'node:child_process';

const CHAINS = [['lint'], ['rooms', 'types']];

/** @returns the exit code; what a script printed is shown in one piece, because two of them print at once. */
function runScript(name) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(output));
      console.log(`${name}: ${code === 0 ? 'passed' : 'failed'} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
      resolve(code ?? 1);
    });
  });
}

async function runChain(names) {
  for (const name of names) {
    const code = await runScript(name);
    if (code !== 0) return code;
  }
  return 0;
}

const codes = await Promise.all(CHAINS.map(runChain));
process.exitCode = codes.find((code) => code !== 0) ?? 0;
