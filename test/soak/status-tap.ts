/** Reads a gateway's status from its local socket, as the dashboard does. */
import { connect, type Socket } from 'node:net';
import { gatewayMessageSchema, LineSplitter, LONGEST_LINE_BYTES } from '../../control/core/status/protocol.js';
import type { GatewayStatus } from '../../control/core/status/schema.js';

export class StatusTap {
  latest: GatewayStatus | undefined;
  /** When it came, epoch ms. */
  latestEpochMs = 0;
  private socket: Socket | undefined;
  private isClosed = false;

  constructor(private readonly path: string) {
    this.open();
  }

  close(): void {
    this.isClosed = true;
    this.socket?.destroy();
  }

  private open(): void {
    if (this.isClosed) return;
    const lines = new LineSplitter(LONGEST_LINE_BYTES);
    const socket = connect(this.path);
    this.socket = socket;
    socket.on('data', (bytes) => {
      for (const line of lines.push(bytes) ?? []) this.take(line);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => setTimeout(() => this.open(), 500).unref());
  }

  private take(line: string): void {
    const message = gatewayMessageSchema.safeParse(JSON.parse(line));
    if (!message.success || message.data.type !== 'update' || message.data.status === null) return;
    this.latest = message.data.status;
    this.latestEpochMs = Date.now();
  }
}
