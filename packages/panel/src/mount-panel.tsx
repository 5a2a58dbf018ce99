import { render } from 'preact';
import { Panel, type PanelProps } from './panel.js';

/** Shows the panel in an element. @returns a function that takes it away. */
export function mountPanel(element: Element, props: PanelProps): () => void {
  render(<Panel {...props} />, element);
  return () => render(null, element);
}
