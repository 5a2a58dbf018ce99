export { CATALOGUE } from './catalogue/catalogue.generated.js';
export type * from './catalogue/catalogue.js';
export { mountPanel } from './mount-panel.js';
export { Panel, type PanelProps } from './panel.js';
export { createBrowserPlatform, type Platform } from './platform/platform.js';
export * from './session/index.js';
export * from './strings/index.js';
export { BrushOverlay, type PhotoOverlayProps } from './tabs/brush/brush-overlay.js';
export * from './view/view.js';
