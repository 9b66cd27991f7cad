/** The newest messages of a session in names, filtered, one opened in full, as it was sent on demand. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SessionMessage, SessionMessagesView } from '../../../../control/core/order-api/operations-json.js';
import { NeedsToken } from '../operate/needs-token.js';
import { useAnswer } from '../operate/use-answer.js';
import type { OrderDesk } from '../orders/desk.js';
import { Refusal } from '../orders/dialog.js';
import { Panel } from '../parts.js';

const COUNT = 200;
const PERIOD_MS = 2000;
const SHOWN_MAX = 100;
/** Fields that tell most of what a message is about. */
const TELLING = new Set([11, 41, 37, 17, 150, 39, 54, 55, 38, 44, 32, 31, 58, 103, 102, 7, 16, 36, 112, 371, 373]);

interface MessagesProps {
  readonly session: string;
  /** What is looked for at first; several words apart by | are looked for at a time. */
  readonly find: string;
  readonly isFix: boolean;
  readonly desk: OrderDesk;
  readonly askToken: () => void;
}

export function Messages({ session, find, isFix, desk, askToken }: MessagesProps): JSX.Element {
  const [filter, setFilter] = useState(find);
  const [opened, setOpened] = useState('');
  const path = isFix ? `sessions/${encodeURIComponent(session)}/messages?count=${COUNT}` : '';
  const { value, problem } = useAnswer<SessionMessagesView>(desk, path, PERIOD_MS);
  const wanted = filter
    .toLowerCase()
    .split('|')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const found = (value?.messages ?? [])
    .filter((message) => wanted.length === 0 || wanted.some((word) => textOf(message).includes(word)))
    .reverse();
  return (
    <Panel
      title="Messages"
      aside={
        value === undefined
          ? ''
          : `${found.length} of the newest ${value.messages.length}${value.truncated ? ', there are older ones' : ''}`
      }
    >
      {!isFix ? (
        <p class="empty">The messages of this protocol are not kept in words; the journal has them.</p>
      ) : !desk.hasToken ? (
        <NeedsToken what="Messages are" askToken={askToken} />
      ) : (
        <>
          <div class="filters" role="search" aria-label="Messages">
            <label>
              Contains{' '}
              <input
                type="search"
                name="filter-messages"
                value={filter}
                onInput={(event) => setFilter(event.currentTarget.value)}
              />
            </label>
          </div>
          {problem === undefined ? null : <Refusal problem={problem} />}
          {value === undefined && problem === undefined ? <p class="empty">Being asked for …</p> : null}
          {value !== undefined && found.length === 0 ? (
            <p class="empty">
              {value.messages.length === 0 ? 'None since the gateway began.' : 'None has that in it.'}
            </p>
          ) : null}
          <ol class={`messages${problem === undefined ? '' : ' past'}`}>
            {found.slice(0, SHOWN_MAX).map((message) => {
              const key = `${message.direction}${message.number}`;
              const isOpen = key === opened;
              return (
                <li key={key} data-message={key}>
                  <button type="button" aria-expanded={isOpen} onClick={() => setOpened(isOpen ? '' : key)}>
                    <time>{message.at.slice(11, 23)}</time>
                    <span class={`direction ${message.direction}`}>
                      {message.direction === 'in' ? '← in' : '→ out'}
                    </span>
                    <span class="num">{message.number}</span>
                    <strong>{message.name}</strong>
                    <span class="muted summary">{summaryOf(message)}</span>
                  </button>
                  {isOpen ? <Opened message={message} /> : null}
                </li>
              );
            })}
          </ol>
        </>
      )}
    </Panel>
  );
}

function Opened({ message }: { message: SessionMessage }): JSX.Element {
  return (
    <div class="opened">
      <table>
        <tbody>
          {message.fields.map(({ tag, name, value, meaning }, index) => (
            <tr key={index}>
              <td class="num muted">{tag}</td>
              <th scope="row">{name}</th>
              <td class="wrap">
                {value}
                {meaning === undefined ? null : <span class="muted"> {meaning}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary>As it was sent</summary>
        <code>{message.raw}</code>
      </details>
    </div>
  );
}

function summaryOf({ fields }: SessionMessage): string {
  return fields
    .filter(({ tag }) => TELLING.has(tag))
    .map(({ name, value, meaning }) => `${name} ${meaning ?? value}`)
    .join(' · ');
}

function textOf(message: SessionMessage): string {
  return `${message.name} ${summaryOf(message)} ${message.raw}`.toLowerCase();
}
