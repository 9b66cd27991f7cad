/** What a venue wants in a Logon beside the standard fields. Secrets are read for each Logon, so that a new one needs no restart. */
import { SaidSecrets } from '../../fix/message-log/said-secrets.js';
import type { FixEncoder } from '../../protocols/fix/encoder.js';
import type { LogonSettings } from '../config/session-schema.js';
import {
  deribitRawData,
  nonceOf,
  sendingTimeText,
  signBinance,
  signCoinbase,
  signDeribit,
  signKraken,
  type LogonHeader,
} from './logon-signers.js';

export interface LogonSecrets {
  readonly apiKey: (() => string) | undefined;
  readonly password: (() => string) | undefined;
  readonly secret: (() => string) | undefined;
  readonly appSecret: (() => string) | undefined;
}

const TAG = { rawDataLength: 95, rawData: 96, username: 553, password: 554 } as const;
const DERIBIT_APP_ID = 9004;
const DERIBIT_APP_SIGNATURE = 9005;
const KRAKEN_NONCE = 5025;

/** Adds to the Logon what its signer says. One for each session: times and nonces only go up. */
export class LogonDecorator {
  private lastMs = 0;
  private count = 0;
  private readonly said = new SaidSecrets();

  constructor(
    private readonly settings: LogonSettings,
    private readonly secrets: LogonSecrets,
  ) {}

  decorate(logon: FixEncoder, header: Omit<LogonHeader, 'sendingTime'>, sendingEpochMs: number): void {
    const { settings, secrets } = this;
    const signed = { ...header, sendingTime: sendingTimeText(sendingEpochMs) };
    const username = settings.username ?? secrets.apiKey?.();
    if (username !== undefined) logon.string(TAG.username, username);
    switch (settings.signer) {
      case 'password':
        if (secrets.password !== undefined) logon.string(TAG.password, this.said.note(secrets.password()));
        break;
      case 'rawData':
        // FIX 4.2 has no field for a password.
        if (secrets.password !== undefined) this.rawData(logon, secrets.password());
        break;
      case 'binance':
        this.rawData(logon, signBinance(signed, this.secret()));
        break;
      case 'coinbase': {
        const passphrase = secrets.password?.() ?? '';
        logon.string(TAG.password, this.said.note(passphrase));
        this.rawData(logon, signCoinbase(signed, passphrase, this.secret()));
        break;
      }
      case 'deribit':
        this.deribit(logon, sendingEpochMs);
        break;
      case 'kraken': {
        const nonce = String(this.nextMs(sendingEpochMs));
        logon.string(TAG.password, this.said.note(signKraken(signed, username ?? '', nonce, this.secret())));
        logon.string(KRAKEN_NONCE, nonce);
        break;
      }
      case 'none':
        break;
    }
    for (const { tag, value } of settings.fields) logon.string(tag, value);
  }

  /** Words of the venue, without what we have logged on with. */
  withoutSecrets(words: string): string {
    return this.said.without(words);
  }

  private deribit(logon: FixEncoder, sendingEpochMs: number): void {
    const { settings, secrets } = this;
    const secret = this.secret();
    const ms = this.nextMs(sendingEpochMs);
    const raw = deribitRawData(ms, nonceOf(secret, ms, this.count++));
    this.rawData(logon, raw);
    logon.string(TAG.password, this.said.note(signDeribit(raw, secret)));
    if (settings.appId === undefined || secrets.appSecret === undefined) return;
    logon.string(DERIBIT_APP_ID, settings.appId);
    logon.string(DERIBIT_APP_SIGNATURE, signDeribit(raw, secrets.appSecret()));
  }

  private rawData(logon: FixEncoder, text: string): void {
    logon.data(TAG.rawDataLength, TAG.rawData, Buffer.from(this.said.note(text), 'latin1'));
  }

  private secret(): string {
    return this.said.note(this.secrets.secret?.() ?? '');
  }

  /** Strictly increasing, whatever the clock does. */
  private nextMs(epochMs: number): number {
    this.lastMs = Math.max(this.lastMs + 1, Math.floor(epochMs));
    return this.lastMs;
  }
}
