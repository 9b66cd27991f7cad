import type { JSX } from 'preact';
import type { GatewayStatus } from '../../../../control/core/status/schema.js';
import { bytes, count } from '../format.js';
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
