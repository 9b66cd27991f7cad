import type { JSX } from 'preact';
import { addressOf, VIEWS, type View } from '../views.js';

/** Links from view to view; `marks` says in numbers what waits in one. */
export function ViewLinks({
  view,
  hidden,
  marks,
}: {
  view: View;
  hidden: readonly View[];
  marks: Readonly<Partial<Record<View, number>>>;
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
            {(marks[name] ?? 0) > 0 ? <span class="mark"> {marks[name]}</span> : null}
          </a>
        ),
      )}
    </nav>
  );
}
