import { brush } from './brush.js';
import { frame } from './frame.js';
import { looks } from './looks.js';
import { style } from './style.js';
import { tabs } from './tabs.js';

/** English, which is built in: every other language has the same areas and keys. */
export const ENGLISH = { frame, tabs, looks, brush, style } as const;
