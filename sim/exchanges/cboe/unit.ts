/** One unit: its messages, its live lines, and the lines on which messages go out again. */
import { LineSet } from '../publish/line-set.js';
import type { PublisherWorld } from '../publish/files.js';
import type { MessageStore } from '../publish/message-store.js';
import { RESEND_MESSAGES } from '../publish/resending.js';
import { UnitLines } from '../publish/unit-lines.js';
import type { UnitSettings } from './market-data-config.js';

export interface UnitOptions {
  readonly seed: number;
  readonly maxPacketBytes: number;
}

export class PitchUnit {
  private constructor(
    readonly settings: UnitSettings,
    readonly store: MessageStore,
    readonly live: UnitLines,
    private readonly lines: LineSet,
    readonly gap: UnitLines | undefined,
    private readonly gapLines: LineSet | undefined,
  ) {}

  static async open(
    world: PublisherWorld,
    settings: UnitSettings,
    store: MessageStore,
    { seed, maxPacketBytes }: UnitOptions,
  ): Promise<PitchUnit> {
    const { unit } = settings;
    const lines = await LineSet.open(world, settings.lines, seed);
    let gapLines: LineSet | undefined;
    try {
      gapLines = settings.gapLines === undefined ? undefined : await LineSet.open(world, settings.gapLines, seed);
    } catch (error) {
      await lines.close();
      throw error;
    }
    const common = { clock: world.clock, unit, store, maxPacketBytes };
    // Whether the last piece that an earlier process stored has left, nobody knows: it leaves again.
    const from = Math.max(store.first, store.next - RESEND_MESSAGES);
    const gap = gapLines === undefined ? undefined : new UnitLines({ ...common, lines: gapLines }, from);
    return new PitchUnit(settings, store, new UnitLines({ ...common, lines }, from), lines, gap, gapLines);
  }

  get lineNames(): readonly string[] {
    return [...this.lines.names, ...(this.gapLines?.names ?? [])];
  }

  silence(line: string, silent: boolean): void {
    const set = this.gapLines?.names.includes(line) === true ? this.gapLines : this.lines;
    set.silence(line, silent);
  }

  tick(): void {
    this.live.tick();
    this.gapLines?.release();
  }

  counters() {
    const { live, lines, gap, gapLines, store } = this;
    return {
      packets: live.packets,
      heartbeats: live.heartbeats,
      nextSequence: live.nextSequence,
      gapPackets: gap?.packets ?? 0,
      lines: { ...lines.counters(), ...gapLines?.counters() },
      store: store.counters,
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.lines.close(), this.gapLines?.close()]);
  }
}
