/** A counterparty's own fields and messages, as plain data in a configuration file. */
import { z } from 'zod';
import type { DictionaryExtension, MemberExtension } from '../../protocols/fix/dictionary.js';
import { list, map, text, whole, yesNo } from './schema-parts.js';

const tag = whole(1, 2_147_483_647);
const MEMBERS_MAX = 2_000;

const values = z.record(z.string(), z.string({ error: 'what the value means' }), {
  error: 'a map from value to meaning',
});

const field = map({
  tag,
  name: text('the name of the field'),
  type: z.string({ error: 'a FIX type such as PRICE' }).regex(/^[A-Z]+$/, { error: 'a FIX type such as PRICE' }),
  values: values.optional(),
});

const member: z.ZodType<MemberExtension> = map({
  tag,
  required: yesNo.optional(),
  get group() {
    return list(member, 1, MEMBERS_MAX).optional();
  },
}) as unknown as z.ZodType<MemberExtension>;

const message = map({
  msgType: z.string({ error: 'a MsgType' }).regex(/^[A-Za-z0-9]{1,4}$/, { error: 'a MsgType' }),
  name: text('the name of the message').optional(),
  members: list(member, 0, MEMBERS_MAX),
});

export const extensionSchema = map({
  fields: list(field, 0, MEMBERS_MAX).optional(),
  addedValues: list(map({ tag, values }), 0, MEMBERS_MAX).optional(),
  messages: list(message, 0, MEMBERS_MAX).optional(),
  header: list(member, 0, MEMBERS_MAX).optional(),
  trailer: list(member, 0, MEMBERS_MAX).optional(),
}) as unknown as z.ZodType<DictionaryExtension>;
