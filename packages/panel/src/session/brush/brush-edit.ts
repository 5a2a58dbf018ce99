import type { Mask } from '@openretouch/core';
import type { BrushEdit, Edit } from '../edit.js';
import type { Session } from '../session.js';
import type { Size } from './area.js';
import { emptyMask, type PaintedMask, paintedMaskOf, sampleMask, toPainted } from './mask.js';
import type { BrushTool } from './tool.js';

/** What the brush does, or would do with the tool in hand. */
export function brushOf(brush: BrushEdit | undefined, { target, amountEv }: BrushTool): BrushEdit {
  return brush ?? { target, amountEv, source: 'panel' };
}

/** Changes what the brush does, where something is painted already. */
export function changeBrush(session: Session, fields: Partial<BrushEdit>): void {
  session.change((edit) => (edit.brush === undefined ? edit : { ...edit, brush: { ...edit.brush, ...fields } }));
}

/** Puts a painted mask in the place of what was there; without one nothing is painted. */
export function setPaintedMask(session: Session, tool: BrushTool, mask: Mask | undefined): void {
  session.change((edit) => (mask === undefined ? withoutBrush(edit) : { ...edit, brush: { ...brushOf(edit.brush, tool), source: 'panel', mask } }));
}

/** Acts through the layer's own mask, or through what is painted. */
export function setMaskSource(session: Session, tool: BrushTool, source: BrushEdit['source']): void {
  session.change((edit) => (source === 'panel' && edit.brush?.mask === undefined ? withoutBrush(edit) : { ...edit, brush: { ...brushOf(edit.brush, tool), source } }));
}

function withoutBrush(edit: Edit): Edit {
  const { brush, ...rest } = edit;
  return brush === undefined ? edit : rest;
}

/** @returns what is painted, of a size; empty where nothing is. A mask of another size was painted at another preview. */
export function maskToPaintOn(mask: Mask | undefined, size: Size): PaintedMask {
  if (mask === undefined) return emptyMask(size);
  const { data } = toPainted(mask);
  return paintedMaskOf(mask, size) ?? sampleMask(size, mask, (x, y) => data[y * mask.width + x]);
}
