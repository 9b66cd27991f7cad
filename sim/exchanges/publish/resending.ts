/**
 * Messages of a stream that are sent again by a publisher that starts: at least as many as one batch of events makes, because of the last
 * batch nobody knows whether it left. Receivers drop what they have.
 */
export const RESEND_MESSAGES = 2048;
