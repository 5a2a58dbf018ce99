// The before/after page of the demo: one static HTML file beside the pictures, no network, usable by keyboard.

const escapeHtml = (text) =>
  String(text).replace(/[&<>"']/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character]);
const escapePath = (path) => path.split('/').map(encodeURIComponent).join('/');

const STYLE = `
:root { color-scheme: dark; --bg: #232323; --raised: #2e2e2e; --sunken: #161616; --line: #383838; --text: #f0f0f0; --text-2: #bababa;
  --accent: #f2a83b; --focus: #ffca80; font: 13px/18px system-ui, -apple-system, "Segoe UI", Roboto, Inter, Arial, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); }
header { padding: 24px clamp(16px, 4vw, 48px) 8px; }
h1 { font-size: 20px; line-height: 26px; margin: 0 0 4px; font-weight: 600; }
h2 { font-size: 15px; line-height: 20px; margin: 0; font-weight: 600; }
p { margin: 0; color: var(--text-2); max-width: 70ch; }
section { padding: 24px clamp(16px, 4vw, 48px); border-top: 1px solid var(--line); }
.head { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; margin-bottom: 12px; }
.view { display: grid; grid-template-columns: minmax(0, 1fr) 300px; gap: 24px; align-items: start; }
.compare { position: relative; background: var(--sunken); width: fit-content; max-width: 100%; --split: 50%; margin: 0 auto; }
.compare img { display: block; max-width: 100%; max-height: 72vh; width: auto; height: auto; }
.compare .after { position: absolute; inset: 0; width: 100%; height: 100%; clip-path: inset(0 0 0 var(--split)); }
.compare .line { position: absolute; inset: 0 auto 0 var(--split); width: 2px; margin-left: -1px; background: #fff; pointer-events: none; }
.compare .line::after { content: ""; position: absolute; top: 50%; left: 50%; width: 24px; height: 24px; margin: -12px; border-radius: 50%;
  background: #fff; box-shadow: 0 1px 4px rgba(0,0,0,.5); }
.compare input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: ew-resize; touch-action: pan-y; }
.compare:focus-within { outline: 2px solid var(--focus); outline-offset: 2px; }
figure { margin: 16px 0 0; display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px; }
figure div { position: relative; } figure img { display: block; width: 100%; height: auto; }
figcaption { grid-column: 1 / -1; color: var(--text-2); font-size: 12px; }
.tag { position: absolute; top: 8px; padding: 1px 6px; border-radius: 3px; background: rgba(20,20,20,.75); font-size: 12px; pointer-events: none; }
.tag.left { left: 8px; } .tag.right { right: 8px; }
fieldset { border: 0; margin: 0; padding: 2px; min-width: 0; display: grid; gap: 4px; max-height: 72vh; overflow-y: auto; }
h3 { font-size: 12px; line-height: 16px; font-weight: 600; color: var(--text-2); margin: 8px 0 0 4px; grid-column: 1 / -1; }
h3:first-of-type { margin-top: 0; }
legend { padding: 0 0 8px; color: var(--text-2); }
label.look { display: grid; grid-template-columns: 72px 1fr; gap: 12px; align-items: center; padding: 4px; border-radius: 5px; cursor: pointer; }
label.look:hover { background: var(--raised); }
label.look:has(input:checked) { background: var(--raised); box-shadow: inset 0 0 0 2px var(--accent); }
label.look:has(input:focus-visible) { outline: 2px solid var(--focus); outline-offset: 2px; }
label.look input { position: absolute; opacity: 0; pointer-events: none; }
label.look img { width: 72px; height: 54px; object-fit: cover; border-radius: 3px; display: block; }
label.look b { font-weight: 600; } label.look span { display: block; }
.numbers { color: var(--text-2); font-size: 12px; line-height: 16px; }
.about { margin-top: 12px; min-height: 36px; }
@media (max-width: 860px) { .view { grid-template-columns: minmax(0, 1fr); } fieldset { grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); } }
`;

const SCRIPT = `
for (const section of document.querySelectorAll('section')) {
  const compare = section.querySelector('.compare');
  const slider = compare.querySelector('input');
  const after = compare.querySelector('.after');
  const about = section.querySelector('.about');
  const setSplit = () => {
    compare.style.setProperty('--split', slider.value + '%');
    slider.setAttribute('aria-valuetext', slider.value + ' % before');
  };
  slider.addEventListener('input', setSplit);
  setSplit();
  for (const radio of section.querySelectorAll('input[type=radio]')) {
    radio.addEventListener('change', () => {
      after.src = radio.dataset.file;
      after.alt = radio.dataset.alt;
      about.textContent = radio.dataset.about;
    });
  }
}
`;

/**
 * @param {{ id: string, title: string, width: number, height: number, before: string,
 *   looks: { id: string, title: string, group: string, description: string, file: string, decided: string, numbers: string }[] }[]} photos
 *   paths are relative to the page.
 */
export function renderPage(photos) {
  const lookCount = photos[0]?.looks.length ?? 0;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>OpenRetouch: before and after</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>OpenRetouch: before and after</h1>
<p>${photos.length} ${photos.length === 1 ? 'photo' : 'photos'}, ${lookCount} looks each. Drag across a picture to compare, or focus it and use the arrow keys. Nothing left this computer.</p>
</header>
<main>
${photos.map(renderPhoto).join('\n')}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** The photo, the look that follows rules and the one that has learned, side by side; nothing where a look is not there. */
function renderAutomatic(photo) {
  const looks = ['auto', 'auto-learned'].map((id) => photo.looks.find((look) => look.id === id));
  if (looks.includes(undefined)) return '';
  const [rules, learned] = looks;
  const columns = [{ title: 'Before', file: photo.before, alt: `${photo.title}, before` }, ...[rules, learned].map(({ title, file }) => ({ title, file, alt: `${photo.title}, after ${title}` }))];
  const tiles = columns.map(({ title, file, alt }) => `<div><img src="${escapePath(file)}" width="${photo.width}" height="${photo.height}" alt="${escapeHtml(alt)}" loading="lazy"><span class="tag left">${escapeHtml(title)}</span></div>`);
  return `<figure>
${tiles.join('\n')}
<figcaption>By rules (${escapeHtml(rules.numbers)}) and by models (${escapeHtml(learned.numbers)}).</figcaption>
</figure>`;
}

function renderPhoto(photo) {
  const [first] = photo.looks;
  const altOf = (look) => `${photo.title}, after ${look.title}`;
  const aboutOf = (look) => [look.description, look.decided].filter(Boolean).join(' ');
  const looks = photo.looks
    .map(
      (look, index) => `${look.group === photo.looks[index - 1]?.group ? '' : `<h3>${escapeHtml(look.group)}</h3>\n`}<label class="look"><input type="radio" name="look-${escapeHtml(photo.id)}" value="${escapeHtml(look.id)}"${index === 0 ? ' checked' : ''}
 data-file="${escapePath(look.file)}" data-alt="${escapeHtml(altOf(look))}" data-about="${escapeHtml(aboutOf(look))}">
<img src="${escapePath(look.file)}" alt="" loading="lazy"><span><b>${escapeHtml(look.title)}</b><span class="numbers">${escapeHtml(look.numbers)}</span></span></label>`,
    )
    .join('\n');
  return `<section aria-labelledby="title-${escapeHtml(photo.id)}">
<div class="head"><h2 id="title-${escapeHtml(photo.id)}">${escapeHtml(photo.title)}</h2><span class="numbers">${photo.width} × ${photo.height}</span></div>
<div class="view">
<div>
<div class="compare">
<img src="${escapePath(photo.before)}" width="${photo.width}" height="${photo.height}" alt="${escapeHtml(photo.title)}, before">
<img class="after" src="${escapePath(first.file)}" alt="${escapeHtml(altOf(first))}">
<span class="tag left">Before</span><span class="tag right">After</span>
<span class="line"></span>
<input type="range" min="0" max="100" value="50" aria-label="Split between before and after, ${escapeHtml(photo.title)}">
</div>
</div>
<div>
<fieldset><legend>Look</legend>
${looks}
</fieldset>
<p class="about" aria-live="polite">${escapeHtml(aboutOf(first))}</p>
</div>
</div>
${renderAutomatic(photo)}
</section>`;
}
