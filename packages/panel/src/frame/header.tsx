import type { JSX } from 'preact';
import { Icon } from '../components/icon.js';
import { IconButton } from '../components/icon-button.js';
import { usePanel, useSession, useView } from '../hooks/context.js';
import { RasterCanvas } from '../photo/raster-canvas.js';
import type { PopoverId } from '../view/view.js';
import { EngineButton } from './engine-button.js';
import { EnginePopover } from './engine-popover.js';
import { MenuPopover } from './menu-popover.js';

/** What is selected, the promise, what computes, and the menu. */
export function Header(): JSX.Element {
  const { view, strings } = usePanel();
  const targets = useSession((state) => state.targets);
  const popover = useView((state) => state.popover);
  const toggle = (id: PopoverId): void => view.patch({ popover: popover === id ? undefined : id });
  const name = targets.length > 1 ? strings.text('frame.layers', { n: targets.length }) : (targets[0]?.name ?? 'OpenRetouch');
  return (
    <header class="or-header">
      <HeaderPicture isStacked={targets.length > 1} />
      <div class="or-header-words">
        <div class="or-header-line">
          <h2 class="or-header-name" title={name}>
            {name}
          </h2>
          <EngineButton isExpanded={popover === 'engine'} onClick={() => toggle('engine')} />
          <IconButton icon="dots" class="or-menu-button" label={strings.text('frame.more')} isExpanded={popover === 'menu'} onClick={() => toggle('menu')} />
        </div>
        <div class="or-header-promise">
          <Icon name="lock" size={12} />
          <span>{strings.text('frame.onDevice')}</span>
        </div>
      </div>
      {popover === 'engine' && <EnginePopover onClose={() => view.patch({ popover: undefined })} />}
      {popover === 'menu' && <MenuPopover onClose={() => view.patch({ popover: undefined })} />}
    </header>
  );
}

function HeaderPicture({ isStacked }: { readonly isStacked: boolean }): JSX.Element {
  const original = useSession((state) => state.photo?.original);
  const isUnsupported = useSession((state) => state.stage === 'unsupported');
  return (
    <div class={`or-header-picture${isStacked ? ' or-is-stacked' : ''}`}>
      {original === undefined ? <Icon name={isUnsupported ? 'layers' : 'photo'} size={20} /> : <RasterCanvas raster={original} />}
    </div>
  );
}
