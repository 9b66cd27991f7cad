import type { JSX } from 'preact';
import type { GatewayStatus } from '../../../../control/core/status/schema.js';
import { clockTime, count } from '../format.js';
import { Alarm, Panel } from '../parts.js';

const SHOWN = 8;

export function Gaps({ status }: { status: GatewayStatus }): JSX.Element {
  const { gaps, channels } = status;
  const early = channels.reduce((sum, channel) => sum + channel.counters.closedByDepth, 0);
  const hostLost = channels.reduce((sum, channel) => sum + channel.counters.hostLost, 0);
  return (
    <Panel
      title="Gaps"
      aside={
        <span id="gap-total">
          {count(gaps.total)} {gaps.total === 1 ? 'gap' : 'gaps'}, {count(gaps.messages)}{' '}
          {gaps.messages === 1 ? 'message' : 'messages'}
        </span>
      }
    >
      {gaps.recent.length === 0 ? (
        <p class="empty">None: every message came on one line or the other.</p>
      ) : (
        <table class="gaps">
          <thead>
            <tr>
              <th scope="col">UTC</th>
              <th scope="col">Feed</th>
              <th scope="col" class="num">
                First
              </th>
              <th scope="col" class="num">
                Last
              </th>
              <th scope="col" class="num">
                Messages
              </th>
            </tr>
          </thead>
          <tbody>
            {gaps.recent.slice(0, SHOWN).map((gap) => (
              <tr key={`${gap.channel}/${gap.first}`}>
                <td class="tabular">{clockTime(gap.atEpochMs)}</td>
                <td>{channels[gap.channel]?.id ?? gap.channel}</td>
                <td class="num">{gap.first}</td>
                <td class="num">{gap.last}</td>
                <td class="num">{count(gap.messages)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="note">
        Closed early for want of depth: <Alarm value={early} text={count(early)} /> · lost at the host for want of
        credit: <Alarm value={hostLost} text={count(hostLost)} />
      </p>
    </Panel>
  );
}
