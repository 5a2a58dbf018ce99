import { expect, it } from 'vitest';
import { makeFileName } from '../../../packages/studio/src/page/file-name.js';

it.each([
  ['{name}-retouched', 'DSC_4127.JPG', 'DSC_4127-retouched.jpg'],
  ['{name}', 'a.b.c.png', 'a.b.c.jpg'],
  ['../../{name}', 'x.jpg', 'x.jpg'],
  ['{name}', 'con:a|b?.jpg', 'con-a-b-.jpg'],
  ['{name}', '\u202egpj.exe', 'gpj.jpg'],
  ['été {name}', '夜景.webp', 'été 夜景.jpg'],
])('makes of %s and %s the name %s', (template, photo, expected) => {
  expect(makeFileName(template, photo, 'jpg')).toBe(expected);
});

it('numbers a name that is taken, and makes none of nothing', () => {
  expect(makeFileName('photo', 'a.jpg', 'png', new Set(['photo.png', 'photo-2.png']))).toBe('photo-3.png');
  expect(makeFileName(' ..', 'a.jpg', 'png')).toBeUndefined();
  expect(makeFileName('{name}', '....jpg', 'png')).toBeUndefined();
});
