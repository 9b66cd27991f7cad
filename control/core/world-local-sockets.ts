/** Local (Unix domain) stream sockets: the World's seam between processes of one machine, and its real implementation. */
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { WorldError } from './errors.js';

export interface LocalConnection {
  /** Bytes accepted by `write` and not yet taken by the kernel. */
  readonly pendingBytes: number;
  write(text: string): void;
  close(): void;
}

/** What happens on a connection. `onClose` comes exactly once, whatever ended it. */
export interface LocalHandlers {
  readonly onData: (bytes: Uint8Array) => void;
  readonly onClose: (error: Error | undefined) => void;
}

export interface LocalServer {
  /** Closes every connection, stops listening and removes the socket's file. */
  close(): Promise<void>;
}

export interface LocalSockets {
  /** Listens on a path that only this user may open. A leftover file is replaced: callers hold the lock of its directory. */
  listen(path: string, accept: (connection: LocalConnection) => LocalHandlers): Promise<LocalServer>;
  connect(path: string, opened: (connection: LocalConnection) => LocalHandlers): Promise<void>;
}

class RealLocalConnection implements LocalConnection {
  constructor(private readonly socket: Socket) {}

  get pendingBytes(): number {
    return this.socket.writableLength;
  }

  write(text: string): void {
    if (this.socket.writable) this.socket.write(text);
  }

  close(): void {
    this.socket.destroy();
  }
}

function attach(socket: Socket, handlers: LocalHandlers): void {
  let failure: Error | undefined;
  socket.on('data', handlers.onData);
  socket.on('error', (error) => {
    failure = error;
  });
  socket.on('close', () => handlers.onClose(failure));
}

export const realLocalSockets: LocalSockets = {
  async listen(path, accept) {
    rmSync(path, { force: true });
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      attach(socket, accept(new RealLocalConnection(socket)));
    });
    // Between bind and chmod the file would be open to others, so it is born closed.
    const mask = process.umask(0o177);
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(path, () => {
          server.off('error', reject);
          resolve();
        });
      });
    } catch (cause) {
      throw new WorldError('LOCAL_SOCKET_LISTEN', `cannot listen (${messageOf(cause)})`, { where: path, cause });
    } finally {
      process.umask(mask);
    }
    chmodSync(path, 0o600);
    return {
      close: () =>
        new Promise((resolve) => {
          server.close(() => {
            rmSync(path, { force: true });
            resolve();
          });
          for (const socket of open) socket.destroy();
        }),
    };
  },

  connect(path, opened) {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      const failed = (cause: Error): void =>
        reject(new WorldError('LOCAL_SOCKET_CONNECT', `cannot connect (${cause.message})`, { where: path, cause }));
      socket.once('error', failed);
      socket.once('connect', () => {
        socket.off('error', failed);
        attach(socket, opened(new RealLocalConnection(socket)));
        resolve();
      });
    });
  },
};

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
