/**
 * What somebody may do. `view`: look. `trade`: enter and cancel orders of the own client. `operate`: move feeds, log sessions on and off, handle alerts, stop any scope.
 * `administer`: limits, release of kill switches, sequence numbers. A role does not include another one.
 */
export const ROLES = ['view', 'trade', 'operate', 'administer'] as const;
export type Role = (typeof ROLES)[number];
