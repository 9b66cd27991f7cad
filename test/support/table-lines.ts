/** The oracle's events as the objects that `--records` must hold, by the published message table and not by the records. */
import type { OracleEvent } from './oracle-channel.js';

export interface MessageTable {
  readonly messages: readonly {
    readonly type: string;
    readonly length: number;
    readonly fields: readonly {
      readonly name: string;
      readonly offset: number;
      readonly length: number;
      readonly type: string;
    }[];
  }[];
}

function unsigned(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

export function eventLine(table: MessageTable, event: OracleEvent): Record<string, unknown> {
  const { channel } = event;
  switch (event.kind) {
    case 'gap':
      return { channel, gap: [String(event.first), String(event.last)] };
    case 'session':
      return { channel, session: event.session.replace(/ +$/, '') };
    case 'end':
      return { channel, end: true };
    case 'message': {
      const { bytes, port, unsequenced, sequence } = event;
      const line: Record<string, unknown> = { channel };
      if (unsequenced) line.unsequenced = true;
      else line.sequence = String(sequence);
      const type = String.fromCharCode(bytes[0]!);
      const message = table.messages.find((one) => one.type === type && one.length === bytes.length);
      if (!message) {
        const code = `0x${bytes[0]!.toString(16).toUpperCase().padStart(2, '0')}`;
        return { ...line, unknown: code, length: bytes.length };
      }
      line.type = type;
      line.port = port;
      for (const field of message.fields) {
        if (field.name === 'messageType') continue;
        const value = bytes.subarray(field.offset, field.offset + field.length);
        if (field.type === 'alpha') line[field.name] = String.fromCharCode(...value).replace(/ +$/, '');
        else if (field.length <= 4) line[field.name] = Number(unsigned(value));
        else line[field.name] = String(unsigned(value));
      }
      return line;
    }
  }
}
