import { CrossfeedError } from '../core/errors.js';

/**
 * The journal cannot do what it was asked. `JOURNAL_FULL`: more waits for the disk than it may; `JOURNAL_DAMAGED`: a record that was safe is not
 * what was written; `JOURNAL_CLOSED`; `JOURNAL_UNSAFE`: a sync that had to succeed failed; `JOURNAL_POSITION`: no record starts there;
 * `JOURNAL_RECORD`: not something a record can hold; `JOURNAL_UNREADABLE`: the disk does not give a record back; `JOURNAL_VERSION`: the log is not
 * this program's.
 */
export class JournalError extends CrossfeedError {}
