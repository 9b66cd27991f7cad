/** What a client may do, by its configuration. Which symbols and how much is the affair of risk. */
export const PERMISSIONS = ['enter', 'replace', 'cancel', 'massCancel', 'status', 'lists'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** A client as the rest of this folder knows it. */
export interface Client {
  /** Dense, in the order of the configuration: the number of the order port. */
  readonly number: number;
  readonly id: string;
  readonly permissions: ReadonlySet<Permission>;
  /** OrderCapacity of orders that do not say: A, P or R. */
  readonly capacity: string;
  /** Cancel on disconnect: how long it may stay away; undefined: its orders stay. */
  readonly graceMs: number | undefined;
}
