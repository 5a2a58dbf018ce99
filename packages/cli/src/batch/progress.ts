import { displayPath } from '../files/photo.js';

/** Seconds over which the rate is taken: long enough to be calm, short enough to follow. */
const WINDOW_SECONDS = 30;
const TICKS = 60;

/** Where a run stands, and how fast it goes; the clock is the caller's. */
export class RunProgress {
  readonly #total: number;
  readonly #started: number;
  /** Photos that were done before the run: they say nothing about its speed. */
  readonly #kept: number;
  readonly #fractions = new Map<number, number>();
  readonly #history: { readonly seconds: number; readonly done: number }[] = [];
  #finished = 0;
  #failed = 0;
  readonly #title: string;
  #name = '';

  /**
   * @param nowSeconds - of the clock that later calls use.
   * @param title - what is being done, where it is not the run itself.
   */
  constructor(total: number, kept: number, nowSeconds: number, title?: string) {
    this.#title = title === undefined ? '' : `${title}  `;
    this.#total = total;
    this.#kept = kept;
    this.#started = nowSeconds;
  }

  begin(index: number, input: string): void {
    this.#fractions.set(index, 0);
    this.#name = input;
  }

  /** @param fraction - of one photo, 0..1. */
  advance(index: number, fraction: number): void {
    if (this.#fractions.has(index)) this.#fractions.set(index, Math.min(Math.max(fraction, 0), 1));
  }

  end(index: number, isFailed: boolean): void {
    this.#fractions.delete(index);
    this.#finished += 1;
    if (isFailed) this.#failed += 1;
  }

  /** @returns one line, empty when all is done. */
  describe(nowSeconds: number): string {
    const done = this.#finished + [...this.#fractions.values()].reduce((sum, fraction) => sum + fraction, 0);
    if (this.#kept + this.#finished >= this.#total) return '';
    const percent = `${Math.floor(((this.#kept + done) / this.#total) * 100)} %`;
    if (this.#total === 1) return `${this.#title}${percent}  ${displayPath(this.#name)}`;
    const rate = this.#rateAt(nowSeconds, done);
    const parts = [percent, `${this.#kept + this.#finished} of ${this.#total}`];
    if (rate > 0) parts.push(`${formatRate(rate)}`, `${formatDuration((this.#total - this.#kept - done) / rate)} left`);
    if (this.#failed > 0) parts.push(`${this.#failed} failed`);
    return `${this.#title}${parts.join('  ')}`;
  }

  /** @returns photos a second over the last while. */
  #rateAt(nowSeconds: number, done: number): number {
    const last = this.#history.at(-1);
    if (last === undefined || nowSeconds - last.seconds >= WINDOW_SECONDS / TICKS) this.#history.push({ seconds: nowSeconds, done });
    while (this.#history.length > 1 && nowSeconds - this.#history[1].seconds >= WINDOW_SECONDS) this.#history.shift();
    const first = nowSeconds - this.#started <= WINDOW_SECONDS ? { seconds: this.#started, done: 0 } : this.#history[0];
    const elapsed = nowSeconds - first.seconds;
    return elapsed > 0 ? (done - first.done) / elapsed : 0;
  }
}

/** @returns `12.3 photos/s`, or `4.1 photos/min` where that says more. */
export function formatRate(photosPerSecond: number): string {
  return photosPerSecond >= 0.5 ? `${photosPerSecond.toFixed(1)} photos/s` : `${(photosPerSecond * 60).toFixed(1)} photos/min`;
}

/** @returns `47 s`, `12 min 05 s`, or `3 h 20 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}
