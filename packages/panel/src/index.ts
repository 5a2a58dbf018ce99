export { CATALOGUE } from './catalogue/catalogue.generated.js';
export type * from './catalogue/catalogue.js';
export { mountPanel } from './mount-panel.js';
export { Panel, type PanelProps } from './panel.js';
export * from './session/index.js';
export { loadStrings, LOCALES, type Locale } from './strings/load-strings.js';
export { createStrings, type Strings, type StringTable } from './strings/strings.js';
export { BrushOverlay, type PhotoOverlayProps } from './tabs/brush/brush-overlay.js';
export * from './view/view.js';
