/** Small pieces that every panel uses. */
import type { ComponentChildren, JSX } from 'preact';

export type Tone = 'ok' | 'warn' | 'bad' | 'idle';

/** What each state is drawn as: a word, a sign and a colour, so that no state is told by colour alone. */
const SIGN: Readonly<Record<Tone, string>> = { ok: '●', warn: '▲', bad: '■', idle: '○' };

export function State({
  tone,
  children,
  title,
}: {
  tone: Tone;
  children: ComponentChildren;
  title?: string;
}): JSX.Element {
  return (
    <span class={`state ${tone}`} title={title}>
      <span class="sign" aria-hidden="true">
        {SIGN[tone]}
      </span>
      {children}
    </span>
  );
}

export interface PanelProps {
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly class?: string;
}

export function Panel({ title, aside, children, class: extra = '' }: PanelProps): JSX.Element {
  const id = `panel-${title.toLowerCase().replace(/\W+/g, '-')}`;
  return (
    <section class={`panel ${extra}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside === undefined ? null : <div class="aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

/** A number that is remarkable when it is not zero. */
export function Alarm({ value, text }: { value: number; text: string }): JSX.Element {
  return <span class={value === 0 ? 'zero' : 'alarm'}>{text}</span>;
}
