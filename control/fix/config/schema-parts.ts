/** Small shapes that a FIX configuration is made of. Each message says what was expected, in words that follow "expected". */
import { z } from 'zod';
import { map, text, whole, yesNo } from '../../core/config-shapes.js';

export { list, map, oneOf, text, whole, yesNo } from '../../core/config-shapes.js';

const ID_WANTED = 'a CompID or SubID: printable characters without =';
export const compId = z
  .string({ error: ID_WANTED })
  .regex(/^[\x21-\x3c\x3e-\x7e][\x20-\x3c\x3e-\x7e]{0,62}$/, { error: ID_WANTED });

const TIME_WANTED = 'a time of day, in quotes: "HH:MM" or "HH:MM:SS"';
export const timeOfDayText = z
  .string({ error: TIME_WANTED })
  .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, { error: TIME_WANTED });

export const tls = map({
  /** Name for SNI and for checking the peer's certificate. */
  serverName: text('a host name').optional(),
  /** PEM files, relative to the configuration. */
  caFile: text('a PEM file').optional(),
  certFile: text('a PEM file').optional(),
  keyFile: text('a PEM file').optional(),
  requireClientCertificate: yesNo.optional(),
});

/** Secrets never stand in the file: it says where they are. */
export const secretReference = {
  /** A file that holds the secret and nothing else but a line end. */
  passwordFile: text('a file').optional(),
  /** A file descriptor that the process was started with. */
  passwordFd: whole(3, 1023).optional(),
  password: z.never({ error: 'passwordFile or passwordFd: a secret may not stand in this file' }).optional(),
};
