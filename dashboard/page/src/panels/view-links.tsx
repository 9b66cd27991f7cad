import type { JSX } from 'preact';
import type { Tone } from '../parts.js';
import { addressOf, VIEWS, type View } from '../views.js';

/** What waits in a view. */
export interface Mark {
  readonly count: number;
  /** `bad`: there is something among it that does not wait. */
  readonly tone: Extract<Tone, 'warn' | 'bad'>;
}

/** Links from view to view; `marks` says in numbers what waits in one. */
export function ViewLinks({
  view,
  hidden,
  marks,
}: {
  view: View;
  hidden: readonly View[];
  marks: Readonly<Partial<Record<View, Mark>>>;
}): JSX.Element {
  return (
    <nav class="views" aria-label="Views">
      {VIEWS.map(([name, title], index) =>
        hidden.includes(name) ? null : (
          <a
            key={name}
            href={addressOf(name)}
            aria-current={view === name ? 'page' : undefined}
            title={`Key ${index + 1}`}
          >
            {title}
            <Waiting mark={marks[name]} />
          </a>
        ),
      )}
    </nav>
  );
}

function Waiting({ mark }: { mark: Mark | undefined }): JSX.Element | null {
  if (mark === undefined || mark.count === 0) return null;
  return (
    <span class={`mark ${mark.tone}`}>
      {' '}
      {mark.tone === 'bad' ? <span aria-hidden="true">■ </span> : null}
      {mark.count}
      {mark.tone === 'bad' ? <span class="hidden-label">, critical</span> : null}
    </span>
  );
}
