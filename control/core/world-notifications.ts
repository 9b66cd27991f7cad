/** The real Notifier: webhooks and pagers by HTTP POST, mail by SMTP. */
import { createTransport } from 'nodemailer';
import { WorldError } from './errors.js';
import type { Notification, Notifier, Receiver } from './notifications.js';

const PATIENCE_MS = 10_000;

export const realNotifier: Notifier = { deliver };

async function deliver(receiver: Receiver, notification: Notification): Promise<void> {
  switch (receiver.kind) {
    case 'webhook':
      await post(receiver, receiver.url, { ...notification }, receiver.token);
      break;
    case 'pager':
      // One event for each alert: pagers follow an alert by its key.
      for (const alert of notification.alerts) {
        await post(receiver, receiver.url, {
          routing_key: receiver.routingKey,
          event_action: notification.status === 'firing' ? 'trigger' : 'resolve',
          dedup_key: `crossfeed/${alert.id}`,
          payload: {
            summary: alert.summary,
            source: 'crossfeed',
            severity: alert.severity,
            timestamp: new Date(alert.sinceEpochMs).toISOString(),
            component: alert.component ?? 'gateway',
            group: notification.group,
            custom_details: alert.labels,
          },
        });
      }
      break;
    case 'mail':
      await mail(receiver, notification);
      break;
  }
}

async function post({ id }: Receiver, url: string, body: object, token?: string): Promise<void> {
  let status: number;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: 'error',
    });
    await response.body?.cancel();
    status = response.status;
  } catch (cause) {
    throw new WorldError('NOTIFICATION_FAILED', 'the receiver cannot be reached', { where: id, cause });
  }
  if (status < 200 || status > 299) {
    throw new WorldError('NOTIFICATION_REFUSED', 'the receiver did not take it', {
      where: id,
      found: status,
      expected: '2xx',
    });
  }
}

async function mail(receiver: Extract<Receiver, { kind: 'mail' }>, notification: Notification): Promise<void> {
  const { host, port, secure, from, to, username, password } = receiver;
  const transport = createTransport({
    ...{ host, port, secure },
    ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
    ...(username === undefined ? {} : { auth: { user: username, pass: password ?? '' } }),
  });
  const { status, severity, group, alerts } = notification;
  const first = alerts[0]?.summary ?? group;
  const more = alerts.length > 1 ? ` and ${alerts.length - 1} more` : '';
  try {
    await transport.sendMail({
      from,
      to: [...to],
      subject: `[crossfeed] ${status} ${severity}: ${first}${more}`,
      text: alerts
        .map((alert) => `${new Date(alert.sinceEpochMs).toISOString()} ${alert.rule}: ${alert.summary}`)
        .join('\n'),
    });
  } catch (cause) {
    throw new WorldError('NOTIFICATION_FAILED', 'the mail was not taken', { where: receiver.id, cause });
  } finally {
    transport.close();
  }
}
