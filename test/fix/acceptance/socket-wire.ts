/** The tester's real TCP connections. As those of most testers, they stay half open when the acceptor has ended, until the tester closes. */
import { connect, type Socket } from 'node:net';
import { Inbox, type Received } from './inbox.js';
import type { TesterConnection, Wire } from './run.js';

export function socketWire(port: number, host = '127.0.0.1'): Wire {
  return {
    epochMs: () => Date.now(),
    connect: () =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port, noDelay: true, allowHalfOpen: true });
        socket.once('error', reject);
        socket.once('connect', () => {
          socket.off('error', reject);
          resolve(new SocketConnection(socket));
        });
      }),
  };
}

class SocketConnection implements TesterConnection {
  private readonly inbox = new Inbox();

  constructor(private readonly socket: Socket) {
    socket.on('data', (bytes) => this.inbox.push(bytes));
    socket.on('end', () => this.inbox.close(true, 'in order'));
    socket.on('error', (error) => this.inbox.close(false, error.message));
    socket.on('close', () => this.inbox.close(false, 'closed'));
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  async next(timeoutMs: number): Promise<Received | undefined> {
    const waiting = this.inbox.take();
    if (waiting) return waiting;
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(undefined), timeoutMs);
      const done = (received: Received | undefined): void => {
        clearTimeout(timer);
        this.inbox.onChange = () => undefined;
        resolve(received);
      };
      this.inbox.onChange = () => {
        const received = this.inbox.take();
        if (received) done(received);
      };
    });
  }

  close(): void {
    this.socket.destroy();
  }
}
