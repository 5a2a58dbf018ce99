import { formatDuration, formatRate } from '../progress.js';
import { describeShard } from '../shard.js';
import type { BatchReport, ReportPhoto, ReportStatus } from './batch-report.js';

/** Tells a report of ours from any other page. */
export const HTML_MARK = '<meta name="generator" content="openretouch report">';
/** Rows a page shows; a browser lays out no more with ease, and failures come first. */
export const MAXIMUM_ROWS = 10_000;
/** Sentences shown of one photo. */
const MAXIMUM_NOTES = 6;
const MAXIMUM_TEXT = 400;

const LABELS: Readonly<Record<ReportStatus, string>> = { failed: 'failed', unreached: 'not reached', kept: 'finished before', retouched: 'retouched' };

const STYLE = `
:root { color-scheme: light dark; --ink: #1d1f23; --soft: #5d636d; --line: #e3e5e9; --paper: #fff; --panel: #f6f7f9; --bad: #b3261e; --bad-paper: #fdeceb; --good: #23703f; --wait: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e9ec; --soft: #a0a6b0; --line: #34383f; --paper: #17191d; --panel: #1f2227; --bad: #ff9a92; --bad-paper: #3a1d1b; --good: #7fd39b; --wait: #f0c26b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1100px; padding: 32px 24px 64px; background: var(--paper); color: var(--ink); font: 14px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
h1 { margin: 0 0 4px; font-size: 24px; font-weight: 650; letter-spacing: -0.01em; }
h2 { margin: 40px 0 12px; font-size: 17px; font-weight: 650; }
.lead { margin: 0 0 24px; color: var(--soft); }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 0; }
.tiles div { flex: 1 1 120px; padding: 12px 16px; background: var(--panel); border-radius: 10px; }
.tiles dt { color: var(--soft); font-size: 12.5px; }
.tiles dd { margin: 0; font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; }
.bar { display: flex; height: 8px; margin: 20px 0 0; overflow: hidden; border-radius: 4px; background: var(--line); }
.bar i { display: block; }
.bar .failed { background: var(--bad); } .bar .unreached { background: var(--wait); } .bar .kept, .bar .retouched { background: var(--good); } .bar .kept { opacity: .55; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: 8px 10px 8px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--soft); font-size: 12.5px; font-weight: 500; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.s { width: 112px; } .n { width: 92px; }
.failed { color: var(--bad); } .unreached { color: var(--wait); } .kept { color: var(--soft); } .retouched { color: var(--good); }
.notes { display: block; color: var(--soft); font-size: 12.5px; }
.notes.failed { color: var(--bad); }
.alert { padding: 12px 16px; border-radius: 10px; background: var(--bad-paper); color: var(--bad); }
.settings { display: grid; grid-template-columns: max-content 1fr; gap: 2px 20px; margin: 0; }
.settings dt { color: var(--soft); } .settings dd { margin: 0; overflow-wrap: anywhere; }
`;

/** @returns a page that needs nothing but itself: no script, no picture, no request. */
export function renderReport(report: BatchReport): string {
  const { counts, photos, settings } = report;
  const failures = photos.filter(({ status }) => status === 'failed');
  const others = photos.filter(({ status }) => status !== 'failed');
  const shownFailures = failures.slice(0, MAXIMUM_ROWS);
  const shownOthers = others.slice(0, MAXIMUM_ROWS - shownFailures.length);
  const title = `${settings.recipeName}: ${describeOutcome(report)}`;
  const page = [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    HTML_MARK,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<h1>${escapeHtml(describeOutcome(report))}</h1>`,
    `<p class="lead">${escapeHtml(describeRun(report))}</p>`,
    renderTiles(report),
    renderBar(counts),
    report.interrupted ? '<p class="alert">The run was interrupted. Started again with the same command, it goes on where it stopped.</p>' : '',
    ...(failures.length === 0 ? [] : ['<h2>Failures</h2>', renderTable(shownFailures), leftOutRows(failures.length - shownFailures.length, 'failures')]),
    ...renderLeftOut(report),
    ...(others.length === 0 ? [] : ['<h2>Photos</h2>', renderTable(shownOthers), leftOutRows(others.length - shownOthers.length, 'photos')]),
    '<h2>Settings</h2>',
    renderSettings(report),
    '</body>',
    '</html>',
    '',
  ];
  return page.filter((part) => part !== '').join('\n');
}

function describeOutcome({ counts, interrupted }: BatchReport): string {
  const done = counts.retouched + counts.kept;
  if (counts.photos === 0) return 'No photos';
  if (counts.failed > 0) return `${formatCount(counts.failed)} of ${formatCount(counts.photos)} photos failed`;
  return interrupted || counts.unreached > 0 ? `${formatCount(done)} of ${formatCount(counts.photos)} photos finished` : `${counts.photos === 1 ? '1 photo' : `All ${formatCount(counts.photos)} photos`} finished`;
}

function describeRun({ settings, shard, started, set }: BatchReport): string {
  const part = shard === null ? '' : ` ${describeShard(shard)} of ${formatCount(set.count)} photos.`;
  return `${settings.recipeName}, ${started.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}.${part}`;
}

function renderTiles({ counts, seconds, photos }: BatchReport): string {
  const pixels = photos.reduce((sum, { status, width = 0, height = 0 }) => sum + (status === 'retouched' ? width * height : 0), 0);
  const tiles: [string, string][] = [
    ['Retouched', formatCount(counts.retouched)],
    ['Finished before', formatCount(counts.kept)],
    ['Failed', formatCount(counts.failed)],
    ['Not reached', formatCount(counts.unreached)],
    ['Time', formatDuration(seconds)],
    ['Rate', counts.retouched > 0 && seconds > 0 ? formatRate(counts.retouched / seconds) : 'none'],
    ['Megapixels', pixels < 1e7 ? (pixels / 1e6).toFixed(1) : formatCount(Math.round(pixels / 1e6))],
  ];
  const isShown = ([label, value]: [string, string]): boolean => !(['Finished before', 'Not reached'].includes(label) && value === '0');
  return `<dl class="tiles">${tiles.filter(isShown).map(([label, value]) => `<div><dt>${label}</dt><dd>${escapeHtml(value)}</dd></div>`).join('')}</dl>`;
}

function renderBar(counts: BatchReport['counts']): string {
  const parts = (['failed', 'unreached', 'retouched', 'kept'] as const).filter((status) => counts[status] > 0);
  return parts.length === 0 ? '' : `<div class="bar">${parts.map((status) => `<i class="${status}" style="flex:${counts[status]}" title="${LABELS[status]}: ${counts[status]}"></i>`).join('')}</div>`;
}

function renderTable(photos: readonly ReportPhoto[]): string {
  return ['<table>', '<thead><tr><th class="s">Status</th><th>Photo</th><th class="n">Pixels</th><th class="n">Seconds</th></tr></thead>', '<tbody>', ...photos.map(renderRow), '</tbody>', '</table>'].join('\n');
}

function renderRow({ input, output, status, seconds, width, height, effect, decided = [], series, notes = [], error }: ReportPhoto): string {
  const all = [...(effect === undefined ? [] : [effect]), ...decided, ...(series === undefined ? [] : [`series: ${series.sentence}`]), ...notes];
  const shown = [...(error === undefined ? [] : [error.message]), ...all.slice(0, MAXIMUM_NOTES), ...(all.length > MAXIMUM_NOTES ? [`and ${all.length - MAXIMUM_NOTES} more`] : [])];
  const details = [status === 'failed' || status === 'unreached' ? '' : `to ${shorten(output)}`, ...shown.map(shorten)].filter((line) => line !== '');
  const lines = details.map((line, index) => `<span class="notes${error !== undefined && index === 0 ? ' failed' : ''}">${escapeHtml(line)}</span>`).join('');
  const size = width === undefined || height === undefined || width === 0 ? '' : `${width} × ${height}`;
  return `<tr><td class="s ${status}">${LABELS[status]}</td><td>${escapeHtml(shorten(input))}${lines}</td><td class="n">${size}</td><td class="n">${seconds === undefined ? '' : seconds.toFixed(2)}</td></tr>`;
}

function renderLeftOut({ leftOut }: BatchReport): string[] {
  const { unsupported, problems, otherCount } = leftOut;
  if (unsupported.length + problems.length + otherCount === 0) return [];
  const shown = [...problems, ...unsupported.map((path) => `${path}: not read; export it as JPEG or TIFF first`)];
  const items = shown.slice(0, MAXIMUM_ROWS).map((line) => `<li>${escapeHtml(shorten(line))}</li>`);
  if (shown.length > MAXIMUM_ROWS) items.push(`<li>and ${shown.length - MAXIMUM_ROWS} more</li>`);
  if (otherCount > 0) items.push(`<li>${otherCount} ${otherCount === 1 ? 'file that is no photo' : 'files that are no photos'}</li>`);
  return ['<h2>Left out</h2>', `<ul>${items.join('')}</ul>`];
}

function renderSettings({ settings, settingsId }: BatchReport): string {
  const masks = Object.entries(settings.masks).map(([slot, sha256]) => `${slot} (${sha256.slice(0, 16)})`);
  const rows: [string, string][] = [
    ['Recipe', `${settings.recipeName} (${settings.recipe.slice(0, 16)})`],
    ['Recipe in the files', settings.storesRecipe ? 'stored' : 'not stored'],
    ['Format', settings.format ?? "the photo's own"],
    ['Quality', String(settings.quality ?? "the format's own")],
    ['Bits a channel', String(settings.bitDepth ?? "the photo's own")],
    ['Masks', masks.length === 0 ? 'none' : masks.join(', ')],
    ...(settings.models === undefined ? [] : [['Models', Object.entries(settings.models).map(([id, sha256]) => `${id} (${sha256.slice(0, 16)})`).join(', ')] as [string, string]]),
    ['Program', `openretouch ${settings.program}, kernels: ${settings.kernels}`],
    ['All of these', settingsId],
  ];
  return `<dl class="settings">${rows.map(([label, value]) => `<dt>${label}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`;
}

function leftOutRows(count: number, what: string): string {
  return count > 0 ? `<p class="lead">${formatCount(count)} more ${what} are in the JSON report.</p>` : '';
}

function shorten(text: string): string {
  return text.length > MAXIMUM_TEXT ? `${text.slice(0, MAXIMUM_TEXT)}…` : text;
}

/** @returns the number with thin spaces between thousands; as it is up to 9999. */
function formatCount(value: number): string {
  return value < 10_000 ? String(value) : String(value).replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters and those that turn the direction of text are shown as escapes: a name must not forge another one. */
function escapeHtml(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
