/** The browser's own modal dialog: it keeps the focus inside, closes with Escape, and gives the focus back. */
import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { RefusedWith } from './api.js';
import { State } from '../parts.js';

export interface DialogProps {
  readonly title: string;
  /** While a command is on its way, so that its answer is seen. */
  readonly busy?: boolean;
  readonly close: () => void;
  readonly children: ComponentChildren;
  readonly id: string;
}

export function Dialog({ title, busy = false, close, children, id }: DialogProps): JSX.Element {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      id={id}
      aria-labelledby={`${id}-title`}
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) close();
      }}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </dialog>
  );
}

/** For what should have the focus when it appears: in an open dialog `autofocus` does nothing. */
export function useFocus<T extends HTMLElement>(): RefObject<T> {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}

/** A refusal: the stable code, and the words. */
export function Refusal({ problem }: { problem: RefusedWith }): JSX.Element {
  return (
    <p class="answer" role="alert" data-code={problem.code}>
      <State tone="bad">{problem.code}</State> {problem.detail}
    </p>
  );
}
