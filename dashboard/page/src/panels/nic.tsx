import type { JSX } from 'preact';
import type { GatewayStatus } from '../../../../control/core/status/schema.js';
import { age, bytes, count, signed } from '../format.js';
import { Alarm, Panel, State } from '../parts.js';

export function Nic({ status, live }: { status: GatewayStatus; live: boolean }): JSX.Element {
  const { nic, ring, engine } = status;
  return (
    <Panel
      title={engine.kind === 'nic' ? 'SmartNIC' : 'Engine'}
      aside={nic === null ? <State tone="warn">no card in use</State> : <span class="tabular">{nic.device}</span>}
    >
      {nic === null ? null : (
        <dl class="facts four" id="nic">
          <Item name="Build" value={nic.buildId} />
          <Item name="Clock" value={`${nic.clockMhz.toFixed(2)} MHz`} />
          <Item name="Ports × channels" value={`${nic.ports} × ${nic.channels}`} />
          <Item name="Match / held" value={`${nic.matchEntries} / ${nic.heldDepth}`} />
        </dl>
      )}
      {nic?.links === null || nic?.links === undefined ? null : <Links links={nic.links} live={live} />}
      {nic === null ? null : <Board nic={nic} />}
      {nic === null ? null : <Clock nic={nic} drift={status.nicDrift ?? null} live={live} />}
      {ring === null ? null : <Ring ring={ring} />}
      {nic === null ? null : (
        <p class="note">
          Blocks: {nic.blocks.map((block) => `${block.name} ${block.version}`).join(' · ')}
          {nic.latencyCycles === null
            ? ''
            : ` · last byte to record ${nic.latencyCycles.p50}, ${nic.latencyCycles.p99}, ${nic.latencyCycles.max} cycles of ${(1000 / nic.clockMhz).toFixed(1)} ns (p50, p99, max; simulated)`}
        </p>
      )}
      <dl class="facts four">
        <Item name="Gateway" value={`process ${status.gateway.pid}`} />
        <Item name="Memory" value={bytes(status.gateway.memoryBytes)} />
        <Item name="Longest turn" value={`${(status.gateway.turnNsMax / 1e6).toFixed(2)} ms`} />
        <Item name="Ever" value={`${(status.gateway.turnNsMaxEver / 1e6).toFixed(1)} ms`} />
      </dl>
      <ul class="processes" aria-label="Processes">
        {status.processes.map((process) => (
          <li key={process.name}>
            <State
              tone={!live ? 'idle' : process.state === 'running' ? 'ok' : process.state === 'failed' ? 'bad' : 'warn'}
            >
              {process.name} {live ? process.state : `was ${process.state}`}
              {process.restarts > 0 ? `, ${process.restarts} restart${process.restarts === 1 ? '' : 's'}` : ''}
            </State>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type Card = NonNullable<GatewayStatus['nic']>;

function Links({ links, live }: { links: readonly boolean[]; live: boolean }): JSX.Element {
  return (
    <ul class="processes" aria-label="Links">
      {links.map((isUp, port) => (
        <li key={port} data-link-of={port}>
          <State tone={!live ? 'idle' : isUp ? 'ok' : 'bad'}>
            port {port} {live ? '' : 'was '}
            {isUp ? 'has a link' : 'has no link'}
          </State>
        </li>
      ))}
    </ul>
  );
}

function Board({ nic: { sensors } }: { nic: Card }): JSX.Element {
  if (sensors === null || sensors === undefined) {
    return (
      <p class="note" data-sensors="none">
        Temperature: no sensor.
      </p>
    );
  }
  return (
    <p class="note" data-sensors={sensors.simulated ? 'simulated' : 'measured'}>
      {sensors.values
        .map(
          ({ name, value, unit }) =>
            `${name} ${unit === 'V' ? value.toFixed(3) : unit === '°C' ? value.toFixed(1) : count(value)} ${unit}`,
        )
        .join(' · ')}
      {sensors.simulated ? ' (made up by the simulation)' : ''}
    </p>
  );
}

/** Whose time the card's is: against the host's clock always, against a reference where one is connected. */
function Clock({
  nic,
  drift,
  live,
}: {
  nic: Card;
  drift: (GatewayStatus['nicDrift'] & object) | null;
  live: boolean;
}): JSX.Element {
  const { clock } = nic;
  const reference =
    clock === null || clock === undefined
      ? 'no reference can be connected'
      : clock.pulses === 0
        ? 'no pulse of a reference was ever seen'
        : `${count(clock.pulses)} pulses of the reference, ${clock.offsetPpm === null ? 'not measured' : `${signed(clock.offsetPpm, 3)} ppm`}${clock.ageCycles > 2 * clock.nominalCycles ? ', the last one is overdue' : ''}${clock.simulated ? ' (simulated)' : ''}`;
  const host =
    drift === null
      ? 'against the host’s clock not known yet'
      : `${signed(drift.ppm, 2)} ppm against the host’s clock over ${age(drift.overMs)}`;
  return (
    <p class="note" data-clock={drift === null || !live ? 'unknown' : 'known'}>
      Clock: {live ? host : `was ${host}`} · {reference}
    </p>
  );
}

function Ring({ ring }: { ring: NonNullable<GatewayStatus['ring']> }): JSX.Element {
  const fill = ring.slots === 0 ? 0 : ring.fill / ring.slots;
  const highest = ring.slots === 0 ? 0 : ring.fillMax / ring.slots;
  return (
    <div class="ring">
      <span class="label">Record ring</span>
      <svg
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        role="img"
        aria-label={`Ring ${(fill * 100).toFixed(1)} % full`}
      >
        <rect class="track" width="100" height="6" />
        <rect class="fill" width={fill * 100} height="6" />
        <rect class="mark" x={Math.min(99.5, highest * 100)} width="0.5" height="6" />
      </svg>
      <span class="num">
        {count(ring.fill)} of {count(ring.slots)} · at most {count(ring.fillMax)}
      </span>
      <span>
        dropped <Alarm value={ring.dropped} text={count(ring.dropped)} />
      </span>
    </div>
  );
}

function Item({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
