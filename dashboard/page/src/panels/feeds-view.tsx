/** Feeds with their lines, gaps and what was rejected; the card that carries them. */
import type { JSX } from 'preact';
import type { GatewayStatus } from '../../../../control/core/status/schema.js';
import type { OperatorCommand } from '../operate/command-dialog.js';
import { useCommand } from '../operate/use-command.js';
import type { OrderDesk } from '../orders/desk.js';
import type { Store } from '../store.js';
import { Counters } from './counters.js';
import { Feeds } from './feeds.js';
import { Gaps } from './gaps.js';
import { Nic } from './nic.js';
import { Registers } from './registers.js';

interface FeedsViewProps {
  readonly status: GatewayStatus;
  readonly store: Store;
  readonly live: boolean;
  readonly desk: OrderDesk;
  readonly askToken: () => void;
}

export function FeedsView({ status, store, live, desk, askToken }: FeedsViewProps): JSX.Element {
  const { open, dialog } = useCommand(desk, askToken);
  return (
    <main class="view feeds-view">
      <div class="column">
        <Feeds
          channels={status.channels}
          history={store.history}
          live={live}
          failOver={status.trading === undefined ? undefined : (feed) => open(failover(feed))}
        />
      </div>
      <div class="column">
        <Nic status={status} live={live} />
        <Counters ports={status.ports} />
        <Gaps status={status} />
        {status.nic === null || status.trading === undefined ? null : (
          <Registers desk={desk} askToken={askToken} open={open} />
        )}
      </div>
      {dialog}
    </main>
  );
}

function failover(feed: string): OperatorCommand {
  return {
    title: `Fail feed ${feed} over?`,
    what: 'The feed is taken from its next source. Its books are stale until the new source has been checked.',
    verb: 'Fail over',
    path: `feeds/${encodeURIComponent(feed)}/failover`,
    fields: [{ name: 'to', label: 'To (nic, software, third, lines)', isOptional: true }],
    isDangerous: true,
  };
}
