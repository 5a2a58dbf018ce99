import type { BrushTarget } from '../edit.js';
import type { BrushMode } from './mask.js';

/** The brush in hand: how it touches, and what the next thing painted is for. */
export interface BrushTool {
  readonly mode: BrushMode;
  /** Diameter as a share of the photo's longer side, {@link TOOL_SIZES}. */
  readonly sizeShare: number;
  /** 0..1. */
  readonly hardness: number;
  /** 0..1. */
  readonly flow: number;
  readonly followsEdges: boolean;
  readonly usesPressure: boolean;
  readonly target: BrushTarget;
  /** As an edit has it. */
  readonly amountEv: number;
}

export const TOOL_SIZES = [0.005, 0.4] as const;
/** Of one press of a bracket. */
const SIZE_STEP = 1.15;

export const DEFAULT_TOOL: BrushTool = { mode: 'paint', sizeShare: 0.12, hardness: 0.35, flow: 0.6, followsEdges: true, usesPressure: true, target: 'lighten', amountEv: 0.8 };

/** @returns the tool after a key: `[` and `]` change the size, `x` turns between painting and erasing; `undefined` for other keys. */
export function toolAfterKey(tool: BrushTool, key: string): BrushTool | undefined {
  const resize = (factor: number): BrushTool => ({ ...tool, sizeShare: Math.min(Math.max(tool.sizeShare * factor, TOOL_SIZES[0]), TOOL_SIZES[1]) });
  if (key === '[') return resize(1 / SIZE_STEP);
  if (key === ']') return resize(SIZE_STEP);
  if (key.toLowerCase() === 'x') return { ...tool, mode: tool.mode === 'paint' ? 'erase' : 'paint' };
  return undefined;
}
