/**
 * The gateway's local socket: pushes updates to whoever is connected, and answers questions. It never waits for a reader: one that
 * does not read gets nothing more until it has, and then what is new, because each connection has a cursor and not a queue.
 */
import type { Logger } from '../core/logging.js';
import type { LocalConnection, LocalHandlers, LocalServer, LocalSockets } from '../core/world-local-sockets.js';
import {
  LineSplitter,
  LONGEST_QUERY_BYTES,
  querySchema,
  STATUS_PROTOCOL,
  type GatewayMessage,
  type StatusUpdate,
} from '../core/status/protocol.js';
import type { RowTable } from '../core/status/rows.js';
import type { BookDepth, GatewayStatus, Problem } from '../core/status/schema.js';

/** Bytes a connection may leave unread before it is passed over. */
const PENDING_MAX_BYTES = 64 * 1024;
/** Answers too: a reader that asks without reading is cut off. */
const PENDING_LIMIT_BYTES = 4 * 1024 * 1024;
const CONNECTIONS_MAX = 16;

export interface Queries {
  book(symbol: string, depth: number): BookDepth | undefined;
}

export interface Picture {
  readonly table: RowTable;
  readonly status: GatewayStatus | null;
  /** Counts statuses. */
  readonly statusVersion: number;
}

interface Peer {
  readonly connection: LocalConnection;
  version: number;
  names: number;
  statusVersion: number;
}

export class GatewaySocket {
  /** Updates not sent to a connection that had not read the ones before. */
  passedOver = 0;
  private readonly peers = new Set<Peer>();
  private server: LocalServer | undefined;

  constructor(
    private readonly picture: Picture,
    private readonly queries: Queries,
    private readonly log: Logger,
  ) {}

  async listen(sockets: LocalSockets, path: string): Promise<void> {
    this.server = await sockets.listen(path, (connection) => this.accept(connection));
  }

  async close(): Promise<void> {
    await this.server?.close();
    this.server = undefined;
  }

  /** Sends to each connection what is new to it. */
  push(atEpochMs: number): void {
    for (const peer of this.peers) {
      if (peer.connection.pendingBytes > PENDING_MAX_BYTES) {
        this.passedOver += 1;
        continue;
      }
      this.send(peer.connection, this.updateFor(peer, atEpochMs));
    }
  }

  private updateFor(peer: Peer, atEpochMs: number): StatusUpdate {
    const { table, status, statusVersion } = this.picture;
    const rows = table.changesSince(peer.version, peer.names);
    const fresh = peer.statusVersion !== statusVersion;
    peer.version = rows.version;
    peer.names = table.size;
    peer.statusVersion = statusVersion;
    return { type: 'update', atEpochMs, rows, status: fresh ? status : null };
  }

  private accept(connection: LocalConnection): LocalHandlers {
    if (this.peers.size >= CONNECTIONS_MAX) {
      this.log.warn('local socket: too many connections', { limit: CONNECTIONS_MAX });
      connection.close();
      return { onData: () => undefined, onClose: () => undefined };
    }
    const peer: Peer = { connection, version: 0, names: 0, statusVersion: -1 };
    const splitter = new LineSplitter(LONGEST_QUERY_BYTES);
    this.peers.add(peer);
    this.send(connection, { type: 'hello', protocol: STATUS_PROTOCOL, pid: process.pid });
    return {
      onData: (bytes) => {
        const lines = splitter.push(bytes);
        if (lines === undefined || !lines.every((line) => this.answer(connection, line))) {
          this.log.warn('local socket: a line that makes no sense; connection closed');
          connection.close();
        }
      },
      onClose: () => this.peers.delete(peer),
    };
  }

  /** False when it is no question. */
  private answer(connection: LocalConnection, line: string): boolean {
    if (connection.pendingBytes > PENDING_LIMIT_BYTES) return false;
    const query = parseQuery(line);
    if (query === undefined) return false;
    const book = this.queries.book(query.symbol, query.depth);
    this.send(
      connection,
      book === undefined
        ? { type: 'problem', id: query.id, problem: unknownSymbol(query.symbol) }
        : { type: 'answer', id: query.id, book },
    );
    return true;
  }

  private send(connection: LocalConnection, message: GatewayMessage): void {
    connection.write(`${JSON.stringify(message)}\n`);
  }
}

function parseQuery(line: string): ReturnType<typeof querySchema.parse> | undefined {
  try {
    const result = querySchema.safeParse(JSON.parse(line));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

function unknownSymbol(symbol: string): Problem {
  return {
    type: 'about:blank',
    title: 'No such symbol',
    status: 404,
    code: 'SYMBOL_UNKNOWN',
    detail: `No book has the symbol ${JSON.stringify(symbol)}.`,
  };
}
