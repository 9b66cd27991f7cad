/** The registers of a card as JSON. Names and words are those of docs/register-map.md. */
import { z } from 'zod';

const name = z.string();

export const blocksViewSchema = z
  .object({
    device: z.string(),
    buildId: z.string(),
    blocks: z.array(
      z.object({
        name,
        /** Instances, numbered from 0. */
        count: z.number(),
        address: z.number(),
        version: z.string(),
        doc: z.string(),
      }),
    ),
  })
  .meta({ id: 'RegisterBlocks', description: 'Blocks that the card has, found by their headers.' });
export type BlocksView = z.infer<typeof blocksViewSchema>;

export const registerSchema = z
  .object({
    name,
    address: z.number(),
    bits: z.union([z.literal(32), z.literal(64)]),
    access: z.enum(['ro', 'rw']),
    /** Decimal: 64 bits are more than a number of JSON holds. */
    value: z.string(),
    doc: z.string(),
    fields: z.array(z.object({ name, bit: z.number(), width: z.number(), value: z.number(), doc: z.string() })),
  })
  .meta({ id: 'Register' });
export type RegisterView = z.infer<typeof registerSchema>;

export const registersViewSchema = z
  .object({
    block: name,
    index: z.number(),
    /** When they were read. */
    at: z.string(),
    /** What reading them cost the gateway's event loop. */
    tookUs: z.number(),
    registers: z.array(registerSchema),
  })
  .meta({
    id: 'Registers',
    description: 'The registers of a block, read in one pass; at most some are read a second, for all who ask.',
  });
export type RegistersView = z.infer<typeof registersViewSchema>;

export const registerWriteSchema = z
  .strictObject({
    value: z
      .string()
      .regex(/^(0x[0-9a-fA-F]{1,8}|\d{1,10})$/, { error: 'must be a word of 32 bits such as 0x1F or 31' })
      .meta({ description: 'A word of 32 bits, decimal or with 0x.' }),
    reason: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[^\p{C}]+$/u, { error: 'must be printable' }),
  })
  .meta({ id: 'RegisterWrite' });
export type RegisterWriteJson = z.infer<typeof registerWriteSchema>;
