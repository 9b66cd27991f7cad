/** jspurefix, the FIX engine in TypeScript that is known best, on the same messages as our codec. */
import { createRequire } from 'node:module';
import type * as Library from 'jspurefix';
import type { AsciiParser, IJsFixConfig, MsgView } from 'jspurefix';
import type * as Scope from 'jspurefix/dist/runtime/session-scope.js';
import type * as Transmitter from 'jspurefix/dist/transport/ascii/ascii-msg-transmitter.js';

const require = createRequire(import.meta.url);

export class JsPureFix {
  private readonly parser: AsciiParser;
  private readonly transmitter: Transmitter.AsciiMsgTransmitter;
  private onView: (view: MsgView) => void = () => undefined;

  private constructor(library: typeof Library, config: IJsFixConfig) {
    // Two parts that the package does not show, though it has no others.
    const { makeSessionScope } = require('jspurefix/dist/runtime/session-scope.js') as typeof Scope;
    const transmitter = require('jspurefix/dist/transport/ascii/ascii-msg-transmitter.js') as typeof Transmitter;
    const { ParseBuffer, maxMessageLen } = library.DITokens;
    const scope = makeSessionScope(config);
    const room = scope.sessionContainer.resolve<number>(maxMessageLen);
    this.parser = new library.AsciiParser(scope, null, scope.sessionContainer.resolve(ParseBuffer), room);
    this.parser.on('msg', (_type: string, view: MsgView) => this.onView(view));
    this.transmitter = new transmitter.AsciiMsgTransmitter(makeSessionScope(config));
    this.transmitter.on('error', (error: Error) => {
      throw error;
    });
  }

  /** @param ids SenderCompID and TargetCompID of what is encoded */
  static async load(ids: { sender: string; target: string }): Promise<JsPureFix> {
    require('reflect-metadata');
    const library = require('jspurefix') as typeof Library;
    const container = new library.SessionContainer();
    container.registerGlobal('error');
    const system = await container.makeSystem({
      application: { type: 'initiator', name: 'bench', protocol: 'ascii', dictionary: 'qf44', reconnectSeconds: 1 },
      BeginString: 'FIX.4.4',
      SenderCompId: ids.sender,
      TargetCompID: ids.target,
      HeartBtInt: 30,
      BodyLengthChars: 4,
    } as never);
    const config = system.resolve<IJsFixConfig>(library.DITokens.IJsFixConfig);
    config.definitions = await new library.DefinitionFactory().getDefinitions('qf44');
    config.delimiter = 1;
    config.logDelimiter = 1;
    return new JsPureFix(library, config);
  }

  /** Parses a buffer of messages; `read` gets a view of each, valid during the call. */
  parse(bytes: Buffer, read: (view: MsgView) => void): void {
    this.onView = read;
    this.parser.parseBuffer(bytes);
  }

  /** Encodes a message, whose fields are an object by their names, and returns how many bytes it has. */
  encode(msgType: string, timeMs: number, fields: object): number {
    this.transmitter.time = new Date(timeMs);
    this.transmitter.encodeMessage(msgType, fields);
    return this.transmitter.buffer.getPos();
  }

  /** The message that was encoded last. */
  get encoded(): Buffer {
    return this.transmitter.buffer.copy();
  }
}
