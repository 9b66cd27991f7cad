/** Each channel and its lines: alive, how fast, who is first, what is missing. */
import type { JSX } from 'preact';
import { HISTORY_SECONDS, type RateHistory } from '../../../../control/core/status/page.js';
import type { ChannelStatus, FeedState, LineStatus } from '../../../../control/core/status/schema.js';
import { age, count, rate, share } from '../format.js';
import { Alarm, Panel, State, type Tone } from '../parts.js';
import { Sparkline } from './sparkline.js';

const TONE: Readonly<Record<FeedState, Tone>> = { live: 'ok', stale: 'bad', waiting: 'idle', ended: 'warn' };

export function Feeds({
  channels,
  history,
}: {
  channels: readonly ChannelStatus[];
  history: RateHistory;
}): JSX.Element {
  return (
    <>
      {channels.map((channel) => (
        <Feed key={channel.channel} channel={channel} history={history} />
      ))}
    </>
  );
}

function Feed({ channel, history }: { channel: ChannelStatus; history: RateHistory }): JSX.Element {
  const { counters, lines } = channel;
  const stream = counters.delivered + counters.gapMessages;
  const first = lines.reduce((sum, line) => sum + line.counters.delivered, 0);
  return (
    <Panel
      title={`Feed ${channel.id}`}
      aside={
        <State tone={TONE[channel.state]}>
          <span data-feed-state={channel.state}>{channel.state}</span>
        </State>
      }
    >
      <dl class="facts four">
        <Fact name="Messages" value={rate(channel.messageRate)} />
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
    </Panel>
  );
}

interface LineProps {
  readonly line: LineStatus;
  readonly first: number;
  readonly stream: number;
  readonly series: readonly number[];
}

function Line({ line, first, stream, series }: LineProps): JSX.Element {
  const { counters, state } = line;
  return (
    <tr data-line={line.name} data-state={state} class={state}>
      <th scope="row">{line.name}</th>
      <td>
        <State tone={TONE[state]}>{state}</State>
      </td>
      <td class="num age">{age(line.ageMs)}</td>
      <td class="num">{rate(line.messageRate)}</td>
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
