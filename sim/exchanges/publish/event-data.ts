/** The arguments of an event that has no type of its own in FeedEventBody, read by name and checked. */
import { PublishError } from './errors.js';

export class EventData {
  private name = '';
  private data: Readonly<Record<string, unknown>> = {};

  open(name: string, data: Readonly<Record<string, unknown>>): void {
    this.name = name;
    this.data = data;
  }

  /** Throws PublishError, as the others do, when it is not there and nothing stands in for it. */
  number(key: string, otherwise?: number): number {
    const value = this.data[key] ?? otherwise;
    return typeof value === 'number' ? value : this.refuse(key, value, 'a number');
  }

  text(key: string, otherwise?: string): string {
    const value = this.data[key] ?? otherwise;
    return typeof value === 'string' ? value : this.refuse(key, value, 'text');
  }

  flag(key: string): boolean {
    const value = this.data[key];
    return typeof value === 'boolean' ? value : this.refuse(key, value, 'true or false');
  }

  /** For a name that means nothing to the caller: each event is a message, so none may be passed over. */
  unknown(): never {
    throw new PublishError('PUBLISH_EVENT', 'an event that the feed has no message for', { found: this.name });
  }

  private refuse(key: string, value: unknown, expected: string): never {
    throw new PublishError('PUBLISH_EVENT', 'an event that is incomplete', {
      where: `${this.name}.${key}`,
      found: String(value),
      expected,
    });
  }
}
