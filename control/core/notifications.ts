/** The port by which alerts leave the gateway: by webhook, by mail, or as an event of the kind that pagers take. */

export interface NotifiedAlert {
  readonly id: string;
  readonly rule: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly summary: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly component: string | null;
  readonly value: number | null;
  readonly sinceEpochMs: number;
}

/** One message about alerts that belong together. */
export interface Notification {
  readonly status: 'firing' | 'resolved';
  /** What the alerts have in common; the same for the message that tells of their end. */
  readonly group: string;
  readonly severity: NotifiedAlert['severity'];
  readonly alerts: readonly NotifiedAlert[];
  readonly atEpochMs: number;
}

/** Where messages go, as configured, with secrets read. */
export type Receiver =
  | { readonly id: string; readonly kind: 'webhook'; readonly url: string; readonly token?: string }
  | { readonly id: string; readonly kind: 'pager'; readonly url: string; readonly routingKey: string }
  | {
      readonly id: string;
      readonly kind: 'mail';
      readonly host: string;
      readonly port: number;
      /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
      readonly secure: boolean;
      readonly from: string;
      readonly to: readonly string[];
      readonly username?: string;
      readonly password?: string;
    };

export interface Notifier {
  /** Resolves when the receiver has taken it; rejects with WorldError. */
  deliver(receiver: Receiver, notification: Notification): Promise<void>;
}
