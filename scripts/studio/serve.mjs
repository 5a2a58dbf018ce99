// `npm start`: builds the Studio if it is not built, serves it on this machine alone, and prints the address.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SITE = fileURLToPath(new URL('../../packages/studio/dist/site', import.meta.url));
const DEFAULT_PORT = 4173;

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.onnx': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** Isolation gives the page threads; the rest keeps it to itself. */
const HEADERS = {
  'Cache-Control': 'no-cache',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * Serves a folder on the loopback address.
 *
 * @param options - `isIsolated: false` leaves the isolation headers out, as a plain static server does.
 * @returns the address and a function that ends it.
 */
export async function serveStudio({ folder = SITE, port = 0, isIsolated = true } = {}) {
  const home = realpathSync(folder);
  const headers = isIsolated ? HEADERS : { 'Cache-Control': 'no-cache' };
  const server = createServer((request, response) => {
    const file = findFile(home, request.url ?? '/');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end();
    } else if (file === undefined) {
      response.writeHead(404, { ...headers, 'Content-Type': 'text/plain' }).end('Not found');
    } else {
      const body = readFileSync(file);
      response.writeHead(200, { ...headers, 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Length': body.length });
      response.end(request.method === 'HEAD' ? undefined : body);
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))) };
}

/** @returns a file inside the folder, whatever the address asks for. */
function findFile(home, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0')) return undefined;
  const wanted = join(home, path.endsWith('/') ? `${path}index.html` : path);
  if (!existsSync(wanted) || !statSync(wanted).isFile()) return undefined;
  const real = realpathSync(wanted);
  return real.startsWith(home + sep) ? real : undefined;
}

async function main(argv) {
  const portFlag = argv.indexOf('--port');
  const port = portFlag < 0 ? DEFAULT_PORT : Number(argv[portFlag + 1]);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error(`--port: ${argv[portFlag + 1]} (expected a whole number from 0 to 65535)`);
    return 1;
  }
  if (!existsSync(join(SITE, 'index.html'))) {
    console.log('Building the Studio...');
    const { buildStudio } = await import('./build.mjs');
    await buildStudio();
  }
  try {
    const { address } = await serveStudio({ port });
    console.log(`OpenRetouch Studio: ${address}\nPhotos stay on this machine. Ctrl C ends the server.`);
    return undefined;
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    console.error(`--port: ${port} is in use (expected a free one, such as --port ${port + 1})`);
    return 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
