import type { JSX } from 'preact';
import type { View } from '../views.js';

const VIEWS = [
  ['overview', 'Overview'],
  ['orders', 'Orders'],
] as const satisfies readonly (readonly [View, string])[];

/** Links from view to view. */
export function ViewLinks({ view }: { view: View }): JSX.Element {
  return (
    <nav class="views" aria-label="Views">
      {VIEWS.map(([name, title]) => (
        <a key={name} href={`#${name}`} aria-current={view === name ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}
