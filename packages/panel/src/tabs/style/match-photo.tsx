import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FileDrop } from '../../components/file-drop.js';
import { Slider } from '../../components/slider.js';
import { usePanel, useSession } from '../../hooks/context.js';
import { PHOTO_FILES, useOffer, useShelf } from './use-shelf.js';

/** Of one photo nobody can tell style from content: nearer to what is meant than the whole of it. */
const DEFAULT_PERCENT = 70;

/** Makes the photo look like another one. */
export function MatchPhoto(): JSX.Element {
  const { strings } = usePanel();
  const { text } = strings;
  const { shelf, state } = useShelf();
  const [percent, setPercent] = useState(DEFAULT_PERCENT);
  const areModelsReady = useSession(({ models }) => models.status === 'ready');
  const offer = useOffer();
  const match = (file: File): void => {
    const [photo] = offer?.([file]) ?? [];
    void shelf.match(photo, text('style.like', { name: file.name.replace(/\.[^.]*$/, '') }), percent / 100);
  };
  return (
    <div class="or-field or-match">
      <span class="or-field-label">{text('style.match')}</span>
      <FileDrop icon="photo" title={text('style.dropReference')} hint={text('style.matchHint')} accept={PHOTO_FILES} isSlim isDisabled={offer === undefined || state.work !== undefined || !areModelsReady} onFiles={([file]) => match(file)} />
      <Slider label={text('frame.strength')} value={percent} minimum={0} maximum={150} step={1} default={DEFAULT_PERCENT} fillFrom={0} dashedFrom={100} unit="%" onChange={setPercent} />
    </div>
  );
}
