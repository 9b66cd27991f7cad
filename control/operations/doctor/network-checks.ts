/** From a name in a file to a port that answers: what stands between a configuration and a logon. */
import type { NetworkProbe } from '../../core/network-probe.js';
import type { TlsOptions } from '../../core/streams.js';
import type { Clock } from '../../core/world.js';
import type { Check } from '../checks/check-list.js';

export interface DoctorEndpoint {
  /** Unique, such as `order entry, primary`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsOptions;
}

const STEP_MS = 5_000;
const DAY_MS = 86_400_000;
/** A certificate that ends sooner is a failure in waiting. */
const EXPIRY_WARNING_DAYS = 14;

/** Ids are `dns:NAME`, `tcp:NAME` and, where the endpoint is encrypted, `tls:NAME`. */
export function networkChecks(endpoints: readonly DoctorEndpoint[], probe: NetworkProbe, clock: Clock): Check[] {
  return endpoints.flatMap((endpoint) => {
    const { name, host, port, tls } = endpoint;
    const dns: Check = {
      id: `dns:${name}`,
      name: `${name}: DNS`,
      timeoutMs: STEP_MS,
      run: async (signal) => `${host} is ${(await probe.resolve(host, signal)).join(', ')}`,
    };
    const tcp: Check = {
      id: `tcp:${name}`,
      name: `${name}: TCP`,
      needs: [dns.id],
      timeoutMs: STEP_MS,
      run: async (signal) => {
        const addresses = await probe.resolve(host, signal);
        const failures: string[] = [];
        for (const address of addresses) {
          try {
            return `${address}:${port} from ${await probe.connect(address, port, signal)}`;
          } catch (error) {
            failures.push(`${address}:${port} ${(error as Error).message}`);
          }
        }
        throw new Error(failures.join('; '));
      },
    };
    if (tls === undefined) return [dns, tcp];
    const handshake: Check = {
      id: `tls:${name}`,
      name: `${name}: TLS, SNI ${tls.serverName ?? host}`,
      needs: [tcp.id],
      timeoutMs: STEP_MS,
      run: async (signal) => {
        const { protocol, cipher, subject, issuer, validTo } = await probe.handshake(host, port, tls, signal);
        const days = Math.floor((validTo - clock.epochMs()) / DAY_MS);
        const facts = `${protocol} ${cipher}, ${subject} by ${issuer}, ${days} days left`;
        if (days < EXPIRY_WARNING_DAYS) throw new Error(`the certificate ends soon: ${facts}`);
        return facts;
      },
    };
    return [dns, tcp, handshake];
  });
}
