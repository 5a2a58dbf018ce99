import { useSession } from '@openretouch/panel';
import type { JSX } from 'preact';
import { useStudioServices } from './context.js';

const SPACE_NAMES = { srgb: 'sRGB', 'display-p3': 'Display P3', 'linear-srgb': 'sRGB' } as const;

/** Size, space and depth of the photo that is shown. */
export function PhotoFacts(): JSX.Element | null {
  const { studio, words } = useStudioServices();
  const photo = useSession((state) => state.photo);
  if (photo === undefined) return null;
  const bits = studio.host.bitDepthOf(photo.target.documentId) ?? 8;
  return <span>{words.text('photoFacts', { width: photo.width, height: photo.height, space: SPACE_NAMES[photo.original.encoding], bits })}</span>;
}
