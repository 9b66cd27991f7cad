/** Facts of the machine and of this process, for people who look for a fault. */
import { arch, cpus, freemem, loadavg, platform, release, totalmem, uptime } from 'node:os';

export function machineFacts(): Readonly<Record<string, unknown>> {
  return {
    node: process.version,
    v8: process.versions.v8,
    openssl: process.versions.openssl,
    platform: `${platform()} ${release()} ${arch()}`,
    processors: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryBytes: { total: totalmem(), free: freemem() },
    load: loadavg(),
    uptimeS: Math.round(uptime()),
  };
}
