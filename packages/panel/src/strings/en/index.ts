import { adjust } from './adjust.js';
import { auto } from './auto.js';
import { brush } from './brush.js';
import { engine } from './engine.js';
import { exporting } from './exporting.js';
import { frame } from './frame.js';
import { looks } from './looks.js';
import { menu } from './menu.js';
import { recipe } from './recipe.js';
import { states } from './states.js';
import { status } from './status.js';
import { style } from './style.js';
import { tabs } from './tabs.js';

/** English, which is built in: every other language has the same areas and keys. */
export const ENGLISH = { frame, engine, menu, tabs, auto, looks, adjust, brush, style, recipe, status, states, exporting } as const;
