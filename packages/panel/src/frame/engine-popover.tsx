import type { ComponentChildren, JSX } from 'preact';
import { Icon } from '../components/icon.js';
import { Popover } from '../components/popover.js';
import { usePanel, useSession } from '../hooks/context.js';
import type { StringKey } from '../strings/strings.js';
import { engineWords } from './engine-words.js';

/** What computes, in full, and how the promise can be checked. */
export function EnginePopover({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { strings } = usePanel();
  const { text, number } = strings;
  const status = useSession((state) => state.engineStatus);
  const milliseconds = useSession((state) => state.autoMilliseconds);
  const { name, text: words, led } = engineWords(status);
  const threads = /on (\d+) threads/.exec(status?.kernels.reason ?? '')?.[1] ?? '1';
  return (
    <Popover label={text('engine.title')} onClose={onClose}>
      <div class="or-popover-title">
        <i class="or-led" data-kind={led} />
        <b title={status?.kernels.reason}>{name.startsWith('engine.') ? text(name as StringKey) : name}</b>
      </div>
      <p>{text(words)}</p>
      <dl class="or-facts">
        {milliseconds !== undefined && <Fact name={text('engine.lastAuto')}>{text('engine.seconds', { n: number(milliseconds / 1000, { digits: 2 }) })}</Fact>}
        <Fact name={text('engine.models')}>{status?.models === undefined ? text('engine.modelsUnused') : status.models.name === 'wasm' ? 'WebAssembly' : status.models.name}</Fact>
        <Fact name={text('engine.threads')}>{number(Number(threads))}</Fact>
      </dl>
      <p class="or-hint or-hint-with-icon">
        <Icon name="lock" size={14} />
        <span>
          <b>{text('frame.onDevice')}.</b> {text('engine.check')}
        </span>
      </p>
    </Popover>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
