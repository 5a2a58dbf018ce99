import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../components/button.js';
import { FileDrop } from '../../components/file-drop.js';
import { Icon } from '../../components/icon.js';
import { usePanel, useSession } from '../../hooks/context.js';
import { slugOf } from '../../session/keep.js';
import { styleAssetOf } from '../../session/style/own-style.js';
import { MatchPhoto } from './match-photo.js';
import { ReadinessBox } from './readiness-box.js';
import { newName, StyleChoice } from './style-choice.js';
import { StylePhotos } from './style-photos.js';
import { StyleWork } from './style-work.js';
import { PHOTO_FILES, useOffer, useShelf } from './use-shelf.js';

const JSON_TYPE = 'application/json';

/** Learns a person's taste from photos they like, on this device. */
export function StyleTab(): JSX.Element {
  const { session, strings, platform } = usePanel();
  const { text, plural, number } = strings;
  const { shelf, state } = useShelf();
  const { builtIn, chosen, readiness, work, isKept } = state;
  const areModelsReady = useSession(({ models }) => models.status === 'ready');
  const [hasDisliked, setDisliked] = useState(false);
  const offer = useOffer();
  useEffect(() => void shelf.load(), [shelf]);

  const own = shelf.chosen();
  const given = builtIn.find(({ id }) => id === chosen);
  const isFromFile = own?.recipe !== undefined && own.liked.length === 0;
  const isBusy = work !== undefined;
  const canTry = areModelsReady && !isBusy && (given !== undefined || isFromFile || (own?.liked.length ?? 0) > 0);
  const add = (kind: 'liked' | 'disliked', files: readonly File[]): void => void shelf.addPhotos(kind, offer?.(files) ?? [], newName(state.styles.length + 1, text));
  const share = async (): Promise<void> => {
    const recipe = await shelf.recipe();
    if (recipe === undefined) return;
    const isSaved = await platform.saveFile(`${slugOf(recipe.name)}.style.retouch.json`, new TextEncoder().encode(`${JSON.stringify(recipe, null, 2)}\n`), JSON_TYPE);
    if (isSaved) session.say('saved');
  };
  const asset = own?.recipe && styleAssetOf(own.recipe);
  const dimensions = asset?.vector.length ?? own?.liked.at(0)?.embedded.embedding.vector.length;
  const showsDisliked = hasDisliked || (own?.disliked.length ?? 0) > 0;
  return (
    <div class="or-pad or-stack">
      <StyleChoice />
      {given !== undefined && <p class="or-hint">{given.description}</p>}
      {isFromFile && <p class="or-hint">{plural('style.learnedFrom', asset?.likedCount ?? 1)}</p>}
      {given === undefined && !isFromFile && (
        <>
          <div class="or-field">
            <span class="or-field-label">{text('style.liked')}</span>
            {own !== undefined && own.liked.length > 0 && <StylePhotos label={text('style.liked')} photos={own.liked} isDisabled={isBusy} onRemove={(place) => void shelf.removePhoto('liked', place)} />}
            <FileDrop icon="heart" title={text('style.dropLiked')} hint={text('style.orChoose')} accept={PHOTO_FILES} isMultiple isDisabled={offer === undefined || isBusy || !areModelsReady} onFiles={(files) => add('liked', files)} />
            {offer === undefined && <p class="or-hint">{text('style.cannotOpen')}</p>}
          </div>
          <ReadinessBox likedCount={own?.liked.length ?? 0} readiness={readiness} />
        </>
      )}
      <StyleWork />
      <div class="or-wrap">
        <Button icon="auto" isDisabled={!canTry} onClick={() => void shelf.tryIt()}>
          {text('style.tryIt')}
        </Button>
        {given === undefined && (
          <Button icon="share" isDisabled={!canTry} onClick={() => void share()}>
            {text('style.share')}
          </Button>
        )}
      </div>
      {given === undefined && !isFromFile && !showsDisliked && (
        <div>
          <Button kind="link" icon="minus" onClick={() => setDisliked(true)}>
            {text('style.addDisliked')}
          </Button>
        </div>
      )}
      {given === undefined && !isFromFile && showsDisliked && (
        <div class="or-field">
          <span class="or-field-label">
            {text('style.disliked')}
            <em>{text('style.optional')}</em>
          </span>
          {own !== undefined && own.disliked.length > 0 && <StylePhotos label={text('style.disliked')} photos={own.disliked} isDisabled={isBusy} onRemove={(place) => void shelf.removePhoto('disliked', place)} />}
          <FileDrop icon="minus" title={text('style.dropDisliked')} hint={text('style.orChoose')} accept={PHOTO_FILES} isMultiple isSlim isDisabled={offer === undefined || isBusy || !areModelsReady} onFiles={(files) => add('disliked', files)} />
        </div>
      )}
      <MatchPhoto />
      <FileDrop icon="file" title={text('style.import')} hint=".style.retouch.json" accept=".json" isSlim isDisabled={isBusy} onFiles={([file]) => void file.arrayBuffer().then((bytes) => shelf.importStyle(file.name, new Uint8Array(bytes)))} />
      <p class="or-hint or-hint-with-icon">
        <Icon name="lock" size={14} />
        <span>
          {dimensions === undefined ? text('style.privacy') : text('style.privacyNumbers', { n: number(dimensions) })}
          {!isKept && ` ${text('style.notKept')}`}
        </span>
      </p>
    </div>
  );
}
