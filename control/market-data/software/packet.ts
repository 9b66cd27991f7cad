/** What arbitration sees of a packet, whatever its protocol: `MoldPacket` and `UnitPacket` have it. */
export interface Packet {
  /** Ten bytes of session as numbers of 4, 4 and 2 bytes; 0 where the protocol has none. */
  readonly session0: number;
  readonly session1: number;
  readonly session2: number;
  /** Of the first message, as signed halves. */
  readonly sequenceHi: number;
  readonly sequenceLo: number;
  /** Messages the header promises, and those that are there whole. */
  readonly promised: number;
  readonly blocks: number;
  readonly emptyBlocks: number;
  /** Where the first block begins, and how many bytes stand in front of the message of each. */
  readonly firstBlock: number;
  readonly prefixBytes: number;
  /** Where the last whole block ends. */
  readonly blocksEnd: number;
  /** One of the messages is a Unit Clear of PITCH. */
  readonly hasClear: boolean;
  readonly truncated: boolean;
  readonly overlong: boolean;
  readonly trailingBytes: boolean;
  readonly heartbeat: boolean;
  readonly endOfSession: boolean;
  readonly unsequenced: boolean;
}
