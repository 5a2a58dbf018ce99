/* global SETTINGS -- { name, first, later }, written before this text by the build */

// Keeps the page's own files, so that it opens without a network. Nothing but them is ever asked for.

const addressOf = (file) => new URL(file, self.location.href).href;
const KNOWN = new Set([...SETTINGS.first, ...SETTINGS.later].map(addressOf));
const HOME = addressOf('index.html');

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SETTINGS.name)
      .then((cache) => cache.addAll(SETTINGS.first.map((file) => new Request(addressOf(file), { cache: 'reload' }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('openretouch-') && name !== SETTINGS.name).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = request.mode === 'navigate' && new URL(request.url).pathname === new URL('.', HOME).pathname ? HOME : request.url.split(/[?#]/)[0];
  if (request.method === 'GET' && KNOWN.has(address)) event.respondWith(answer(address));
});

async function answer(address) {
  const cache = await caches.open(SETTINGS.name);
  const kept = await cache.match(address);
  if (kept !== undefined) return kept;
  const fresh = await fetch(address);
  if (fresh.ok) await cache.put(address, fresh.clone());
  return fresh;
}
