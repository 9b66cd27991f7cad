/** Fields of forms. */
import type { ComponentChildren, JSX } from 'preact';

/** A labelled field, with what was expected of it when that is not there. */
export function Field({
  name,
  fault,
  children,
}: {
  name: string;
  fault?: string | undefined;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <label class={fault === undefined ? '' : 'faulty'}>
      <span>{name}</span>
      {children}
      {fault === undefined ? null : (
        <span class="fault" role="alert">
          expected {fault}
        </span>
      )}
    </label>
  );
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly of: readonly T[];
  readonly value: T;
  readonly choose: (value: T) => void;
}

export function Choice<T extends string>({ name, of, value, choose }: ChoiceProps<T>): JSX.Element {
  return (
    <label>
      <span>{name}</span>
      <select
        name={name.toLowerCase().replaceAll(' ', '-')}
        value={value}
        onChange={(event) => {
          const chosen = of.find((each) => each === event.currentTarget.value);
          if (chosen !== undefined) choose(chosen);
        }}
      >
        {of.map((each) => (
          <option key={each} value={each}>
            {each.replaceAll('-', ' ')}
          </option>
        ))}
      </select>
    </label>
  );
}

const SUGGESTIONS_MAX = 1000;

/** What a field proposes, by its `list`. */
export function Suggestions({ id, of }: { id: string; of: readonly string[] }): JSX.Element {
  return (
    <datalist id={id}>
      {of.slice(0, SUGGESTIONS_MAX).map((each) => (
        <option key={each} value={each} />
      ))}
    </datalist>
  );
}
