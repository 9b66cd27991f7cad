/** The line to a card as the console client sees it: bytes out, bytes in, and a device that may go away. */
export interface BytePort {
  /** For messages: the path, or what the device was asked for by. */
  readonly name: string;
  /** The baud rate that it is opened with. */
  readonly baud: number;
  /** Opens the device, looking for it anew. Rejects with SerialDeviceError when it is not there. */
  open(listener: BytePortListener): Promise<void>;
  /** Bytes for the card; dropped when the device is not open. */
  write(bytes: Uint8Array): void;
  /** Throws away what has come and was not looked at, and what was not sent. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface BytePortListener {
  /** `bytes` are valid during the call. */
  onBytes(bytes: Uint8Array): void;
  /** Once, when an open device goes away by itself. */
  onLost(reason: string): void;
}
