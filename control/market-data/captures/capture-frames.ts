/** The frames of captures in the order of their times, one capture a port, with the checksums that the sender left to its hardware filled in. */
import type { Files } from '../../core/world-files.js';
import type { Capture, Warn } from './capture.js';
import { MergedCaptures, type OnFrame } from './merge.js';
import { fillIpv4Checksum, fillUdpChecksum } from './offload.js';
import { openCapture } from './open.js';

export class CaptureFrames {
  private readonly captures: Capture[] = [];
  private readonly merged: MergedCaptures;
  private onFrame: OnFrame = () => undefined;

  /** @param paths the capture of port 0, and of the ports after it. Throws InputError. */
  constructor(
    files: Files,
    paths: readonly string[],
    private readonly warn: Warn,
  ) {
    try {
      for (const path of paths) this.captures.push(openCapture(files, path, warn));
      this.merged = new MergedCaptures(this.captures);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Bytes read so far, and in all. */
  get progress(): MergedCaptures['progress'] {
    return this.merged.progress;
  }

  /** True when the port's capture has no frame left. */
  ended(port: number): boolean {
    return this.merged.ended(port);
  }

  /** Hands over the next frame; false when there is none. */
  next(onFrame: OnFrame): boolean {
    this.onFrame = onFrame;
    return this.merged.next(this.completed);
  }

  close(): void {
    for (const capture of this.captures) capture.close();
  }

  private readonly completed: OnFrame = (port, arrivalBeats, capture) => {
    const { warn } = this;
    if (!capture.badFcs && fillIpv4Checksum(capture.bytes, capture.at, capture.length)) {
      warn(`${capture.path}: IPv4 header checksums of 0 were left to the sender's hardware; they are filled in`);
    }
    if (!capture.badFcs && fillUdpChecksum(capture.bytes, capture.at, capture.length)) {
      warn(`${capture.path}: UDP checksums were left to the sender's hardware; they are filled in`);
    }
    this.onFrame(port, arrivalBeats, capture);
  };
}
