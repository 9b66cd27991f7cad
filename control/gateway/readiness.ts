/** What `/readyz` answers: the feeds are live and the books are populated. */
import type { ChannelStatus, GatewayStatus, Readiness } from '../core/status/schema.js';

export function readinessOf(
  channels: readonly ChannelStatus[],
  books: GatewayStatus['books'],
  quotedWanted: number,
): Readiness {
  const checks = channels.map((channel) => ({
    name: `feed ${channel.id}`,
    ok: channel.state === 'live',
    detail: feedDetail(channel),
  }));
  checks.push({
    name: 'books',
    ok: books.quoted >= Math.max(1, quotedWanted),
    detail: `${books.quoted} of ${books.symbols} symbols have a bid and an offer, ${Math.max(1, quotedWanted)} wanted`,
  });
  return { ready: checks.every(({ ok }) => ok), checks };
}

function feedDetail({ state, lines }: ChannelStatus): string {
  const quiet = lines.filter((line) => line.state !== 'live').map((line) => `line ${line.name} ${ageText(line.ageMs)}`);
  return quiet.length === 0 ? state : `${state}; ${quiet.join(', ')}`;
}

function ageText(ageMs: number | null): string {
  return ageMs === null ? 'has sent nothing yet' : `quiet for ${(ageMs / 1000).toFixed(1)} s`;
}
