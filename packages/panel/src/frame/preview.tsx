import type { JSX } from 'preact';
import { PhotoView } from '../photo/photo-view.js';
import { PreviewBar } from './preview-bar.js';

export function Preview(): JSX.Element {
  return (
    <>
      <div class="or-preview">
        <PhotoView />
      </div>
      <PreviewBar />
    </>
  );
}
