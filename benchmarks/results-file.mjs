// One CSV file a machine; the rows of one version replace those it had.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';

const COLUMNS = ['version', 'node', 'machine', 'megapixels', 'task', 'role', 'kind', 'median_cpu_ms', 'iqr_cpu_ms', 'median_wall_ms', 'peak_mb', 'samples', 'times_memcpy', 'peer_version'];

/** @returns what is said of a machine: its processor's class, never its name. */
export function describeMachine() {
  const cpus = os.cpus();
  const model = (cpus[0]?.model ?? 'unknown processor').replace(/\(.*?\)|@.*$|\bCPU\b|\bProcessor\b/g, ' ').replace(/\s+/g, ' ').trim();
  return `${model} x${cpus.length} ${Math.round(os.totalmem() / 2 ** 30)} GiB ${os.platform()}-${os.arch()}`;
}

export function fileNameOf(machine) {
  return `${machine.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}.csv`;
}

/** @param rows - objects with the keys of the header, which is `columns`. */
export function writeResults(path, version, rows, columns = COLUMNS) {
  const kept = existsSync(path)
    ? readFileSync(path, 'utf8').trim().split('\n').slice(1).filter((line) => !line.startsWith(`${version},`))
    : [];
  const lines = rows.map((row) => columns.map((column) => quote(String(row[column] ?? ''))).join(','));
  writeFileSync(path, [columns.join(','), ...kept, ...lines, ''].join('\n'));
}

/** @returns the rows of a file, objects with the keys of its header; numbers as they are written. */
export function readResults(path) {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split('\n').map(splitLine);
  return lines.map((cells) => Object.fromEntries(header.map((column, i) => [column, cells[i]])));
}

function splitLine(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => (quoted === undefined ? plain : quoted.replaceAll('""', '"')));
}

function quote(text) {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
