/** Every counter and every reject reason of each port, as the register map names them. */
import type { JSX } from 'preact';
import type { PortStatus } from '../../../../control/core/status/schema.js';
import { bytes, count, words } from '../format.js';
import { Panel } from '../parts.js';

export function Counters({ ports }: { ports: readonly PortStatus[] }): JSX.Element {
  const rejected = ports.reduce((sum, port) => sum + total(port.rejected), 0);
  return (
    <Panel
      title="Ports"
      aside={
        <span>
          {count(rejected)} {rejected === 1 ? 'frame' : 'frames'} rejected
        </span>
      }
      class="counters"
    >
      <div class="pair">
        <Table
          title="Received"
          ports={ports}
          pick={(port) => port.counters}
          alarming={['truncated', 'overlong', 'trailingBytes', 'overruns']}
        />
        <Table title="Rejected" ports={ports} pick={(port) => port.rejected} alarming="all" />
      </div>
    </Panel>
  );
}

interface TableProps {
  readonly title: string;
  readonly ports: readonly PortStatus[];
  readonly pick: (port: PortStatus) => Readonly<Record<string, number>>;
  readonly alarming: 'all' | readonly string[];
}

function Table({ title, ports, pick, alarming }: TableProps): JSX.Element {
  const columns = ports.map(pick);
  const names = Object.keys(columns[0] ?? {});
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          {ports.map(({ port }) => (
            <th scope="col" class="num" key={port}>
              port {port}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name} data-counter={name}>
            <th scope="row">{words(name)}</th>
            {columns.map((column, port) => {
              const value = column[name] ?? 0;
              const loud = alarming === 'all' || alarming.includes(name);
              return (
                <td key={port} class={`num ${value === 0 ? 'zero' : loud ? 'alarm' : ''}`}>
                  {name === 'bytes' ? bytes(value) : count(value)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function total(values: Readonly<Record<string, number>>): number {
  return Object.values(values).reduce((sum, value) => sum + value, 0);
}
