import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Icon } from '../../components/icon.js';
import { usePanel } from '../../hooks/context.js';
import { RasterCanvas } from '../../photo/raster-canvas.js';
import { squareRaster, type StylePhoto } from '../../session/style/own-style.js';

export interface StylePhotosProps {
  readonly label: string;
  readonly photos: readonly StylePhoto[];
  readonly isDisabled: boolean;
  readonly onRemove: (place: number) => void;
}

/** Small squares; pressing one takes its photo out. One stop of the Tab key, arrows inside. */
export function StylePhotos({ label, photos, isDisabled, onRemove }: StylePhotosProps): JSX.Element {
  const [stop, setStop] = useState(0);
  const last = photos.length - 1;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -last, End: last }[event.key];
    const squares = (event.currentTarget as HTMLElement).querySelectorAll('button');
    if (step === undefined) return;
    event.preventDefault();
    squares.item(Math.min(Math.max(Math.min(stop, last) + step, 0), last)).focus();
  };
  return (
    <div class="or-squares" role="group" aria-label={label} onKeyDown={onKeyDown}>
      {photos.map((photo, place) => (
        <Square key={`${photo.name} ${place}`} photo={photo} isStop={place === Math.min(stop, last)} isDisabled={isDisabled} onFocus={() => setStop(place)} onRemove={() => onRemove(place)} />
      ))}
    </div>
  );
}

interface SquareProps {
  readonly photo: StylePhoto;
  readonly isStop: boolean;
  readonly isDisabled: boolean;
  readonly onFocus: () => void;
  readonly onRemove: () => void;
}

function Square({ photo, isStop, isDisabled, onFocus, onRemove }: SquareProps): JSX.Element {
  const { strings } = usePanel();
  const raster = useMemo(() => squareRaster(photo), [photo]);
  const label = strings.text('style.removePhoto', { name: photo.name });
  return (
    <button type="button" class="or-square" tabIndex={isStop ? 0 : -1} aria-label={label} title={label} disabled={isDisabled} onFocus={onFocus} onClick={onRemove}>
      <RasterCanvas raster={raster} />
      <Icon name="close" size={14} />
    </button>
  );
}
