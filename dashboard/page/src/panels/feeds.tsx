/** Each channel and its lines: alive, how fast, who is first, what is missing. */
import type { JSX } from 'preact';
import { HISTORY_SECONDS, type RateHistory } from '../../../../control/core/status/page.js';
import type { ChannelStatus, FeedState, LineStatus } from '../../../../control/core/status/schema.js';
import { age, count, NONE, rate, share } from '../format.js';
import { Alarm, Panel, State, type Tone } from '../parts.js';
import { Skew } from './skew.js';
import { Sparkline } from './sparkline.js';

const TONE: Readonly<Record<FeedState, Tone>> = { live: 'ok', stale: 'bad', waiting: 'idle', ended: 'warn' };

interface Shown {
  readonly history: RateHistory;
  /** False: what is known is of the past, and is said to be. */
  readonly live: boolean;
  /** Absent: nobody can. */
  readonly failOver?: ((feed: string) => void) | undefined;
}

export function Feeds({ channels, ...shown }: Shown & { readonly channels: readonly ChannelStatus[] }): JSX.Element {
  return (
    <>
      {channels.map((channel) => (
        <Feed key={channel.channel} channel={channel} {...shown} />
      ))}
    </>
  );
}

function Feed({ channel, history, live, failOver }: Shown & { readonly channel: ChannelStatus }): JSX.Element {
  const { counters, lines } = channel;
  const stream = counters.delivered + counters.gapMessages;
  const first = lines.reduce((sum, line) => sum + line.counters.delivered, 0);
  return (
    <Panel
      title={`Feed ${channel.id}`}
      aside={
        <>
          {failOver === undefined ? null : (
            <button
              type="button"
              class="quiet"
              aria-label={`Fail over ${channel.id}`}
              onClick={() => failOver(channel.id)}
            >
              Fail over …
            </button>
          )}{' '}
          <span data-feed-state={live ? channel.state : 'unknown'}>
            <Known state={channel.state} live={live} />
          </span>
        </>
      }
    >
      <dl class="facts four">
        <Fact name="Messages" value={live ? rate(channel.messageRate) : NONE} />
        <Fact name="Delivered" value={count(counters.delivered)} />
        <Fact name="Next sequence" value={channel.expected === null ? '–' : grouped(channel.expected)} />
        <Fact name="Lost on all lines" value={share(counters.gapMessages, stream)} />
      </dl>
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">State</th>
            <th scope="col" class="num">
              Age
            </th>
            <th scope="col" class="num">
              Rate
            </th>
            <th scope="col" class="chart">
              Last {HISTORY_SECONDS / 60} min
            </th>
            <th scope="col" class="num" title="Good packets received">
              Packets
            </th>
            <th scope="col" class="num" title="Share of the delivered messages that this line brought first">
              First
            </th>
            <th
              scope="col"
              class="num"
              title="At least so many messages came without a copy on this line (a copy that the line repeated hides one that it lost)"
            >
              Lost
            </th>
            <th scope="col" class="num" title="Copies of messages already there">
              Duplicates
            </th>
            <th scope="col" class="num" title="Copies that came after their gap was reported">
              Late
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line
              key={line.name}
              live={live}
              line={line}
              first={first}
              stream={stream}
              series={history[`${channel.channel}/${line.name}`] ?? []}
            />
          ))}
        </tbody>
      </table>
      <p class="note">
        {channel.venue} · {channel.protocol} · {channel.mode} · a gap waits {count(channel.windowUs)} µs
        {lines.map((line) => ` · ${line.name} ${line.group} on port ${line.port}`).join('')}
      </p>
      {channel.skew === undefined ? null : <Skew skew={channel.skew} lines={lines} />}
      {channel.failover === undefined ? null : <FailoverNote failover={channel.failover} />}
      {channel.recovery !== undefined && <Recovery recovery={channel.recovery} />}
    </Panel>
  );
}

const FAILOVER = {
  lines: 'The lines are used',
  suspect: 'The lines are suspected',
  backup: 'The backup is used',
} as const satisfies Record<NonNullable<ChannelStatus['failover']>['state'], string>;

function FailoverNote({ failover }: { failover: NonNullable<ChannelStatus['failover']> }): JSX.Element {
  const { state, way, limitMs, detectMs, validateMs } = failover;
  return (
    <p class="note" data-failover={state}>
      {state === 'lines' ? FAILOVER[state] : <strong>{FAILOVER[state]}</strong>} · backup: {way} · silence is suspected
      after {age(limitMs)}
      {detectMs === null ? '' : ` · last failover: found in ${age(detectMs)}, checked in ${age(validateMs)}`}
    </p>
  );
}

const RECOVERY: Readonly<Record<NonNullable<ChannelStatus['recovery']>['state'], string>> = {
  live: 'nothing is missing',
  requesting: 'missing messages are asked for',
  snapshot: 'a picture of the books is on its way',
  doubt: 'books are in doubt: nobody brought what is missing',
};

function Recovery({ recovery }: { recovery: NonNullable<ChannelStatus['recovery']> }): JSX.Element {
  const { state, takenOver, missing, counters } = recovery;
  const healed = counters['healed'] ?? 0;
  return (
    <p class="note" data-recovery={takenOver ? 'takenOver' : state}>
      {takenOver ? 'Lines are silent, another way of the exchange is taken: ' : 'Recovery: '}
      {RECOVERY[state]}
      {missing > 0 && ` (${count(missing)} missing)`}
      {healed > 0 &&
        ` · healed ${count(healed)}, ${count(counters['snapshots'] ?? 0)} by a picture, the last in ${count(Math.round(counters['lastMs'] ?? 0))} ms`}
    </p>
  );
}

function Known({ state, live }: { state: FeedState; live: boolean }): JSX.Element {
  return <State tone={live ? TONE[state] : 'idle'}>{live ? state : `was ${state}`}</State>;
}

interface LineProps {
  readonly live: boolean;
  readonly line: LineStatus;
  readonly first: number;
  readonly stream: number;
  readonly series: readonly number[];
}

function Line({ line, live, first, stream, series }: LineProps): JSX.Element {
  const { counters, state } = line;
  return (
    <tr data-line={line.name} data-state={live ? state : 'unknown'} class={live ? state : ''}>
      <th scope="row">{line.name}</th>
      <td>
        <Known state={state} live={live} />
      </td>
      <td class="num age">{live ? age(line.ageMs) : NONE}</td>
      <td class="num">{live ? rate(line.messageRate) : NONE}</td>
      <td class="chart">
        <Sparkline values={series} seconds={HISTORY_SECONDS} label={`Messages a second on line ${line.name}`} />
      </td>
      <td class="num">{count(counters.packets)}</td>
      <td class="num">{share(counters.delivered, first)}</td>
      <td class="num">
        <Alarm value={line.missed} text={share(line.missed, stream)} />
      </td>
      <td class="num">{count(counters.duplicates)}</td>
      <td class="num">
        <Alarm value={counters.late} text={count(counters.late)} />
      </td>
    </tr>
  );
}

function Fact({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Sequence numbers may be above 2^53. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
