const ELLIPSIS = '\u2026';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Lengths beyond this are cut before anything is measured; no card has room for as much. */
const MAXIMUM_GRAPHEMES = 600;

/**
 * Makes text from strangers fit to be drawn: one line, no controls, no marks that turn the direction of what follows.
 *
 * @returns composed letters (NFC), single spaces between words; possibly empty.
 */
export function cleanText(text: string): string {
  const visible = text.normalize('NFC').replace(/[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu, ' ');
  return firstGraphemes(visible.replace(/\s+/gu, ' ').trim(), MAXIMUM_GRAPHEMES);
}

/** @returns the text if it is that short, else its beginning with an ellipsis in the last place. */
export function firstGraphemes(text: string, count: number): string {
  const all = [...graphemes.segment(text)];
  return all.length <= count ? text : `${all.slice(0, count - 1).map(({ segment }) => segment).join('').trimEnd()}${ELLIPSIS}`;
}

/**
 * Breaks a text into lines.
 *
 * @param measure - width of a line in pixels.
 * @returns lines of at most the width, broken at spaces and dashes, inside a word only where it alone is wider. Beyond `maximumCount` lines
 * the text is cut and the last one ends in an ellipsis; `isWhole` says whether it was not.
 */
export function breakLines(text: string, measure: (line: string) => number, maximumWidth: number, maximumCount: number): { readonly lines: readonly string[]; readonly isWhole: boolean } {
  const fits = (line: string): boolean => measure(line.trimEnd()) <= maximumWidth;
  const words = text.split(/(?<=[ \u2013\u2014-])/u);
  const pieces = words.flatMap((word) => (fits(word) ? [word] : [...graphemes.segment(word)].map(({ segment }) => segment)));
  const lines: string[] = [];
  let line = '';
  for (const [index, piece] of pieces.entries()) {
    if (line === '' || fits(line + piece)) {
      line += line === '' ? piece.trimStart() : piece;
      continue;
    }
    if (lines.length === maximumCount - 1) return { lines: [...lines, endInEllipsis(line + pieces.slice(index).join(''), fits)], isWhole: false };
    lines.push(line.trimEnd());
    line = piece.trimStart();
  }
  return { lines: line === '' ? lines : [...lines, line.trimEnd()], isWhole: true };
}

function endInEllipsis(text: string, fits: (line: string) => boolean): string {
  const all = [...graphemes.segment(text)].map(({ segment }) => segment);
  let count = all.length;
  const shortened = (): string => `${all.slice(0, count).join('').replace(/[\s\p{P}]+$/u, '')}${ELLIPSIS}`;
  while (count > 0 && !fits(shortened())) count -= 1;
  return shortened();
}
