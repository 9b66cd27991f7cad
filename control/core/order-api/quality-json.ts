/** Execution quality as JSON: what `crossfeed quality report --json` prints, without its orders. What the figures mean: docs/smart-order-routing.md. */
import { z } from 'zod';

const figure = z.number().nullable();
const difference = z.object({ mean: figure, low: figure, high: figure });

export const qualityRowSchema = z
  .object({
    name: z.string(),
    /** Whole orders; for a venue the slices that took there. */
    orders: z.number(),
    fills: z.number(),
    requested: z.number(),
    filled: z.number(),
    /** A part of 1. */
    fillRate: figure,
    quotedSpreadBps: figure,
    effectiveSpreadBps: figure,
    improvementBps: figure,
    improvedShare: figure,
    beyondDisplayedShare: figure,
    /** Positive: a cost. */
    slippageBps: figure,
    /** By the time after a fill: `50 ms`, …, `5 min`. */
    realisedSpreadBps: z.record(z.string(), figure),
  })
  .meta({
    id: 'QualityRow',
    description: 'Basis points of the middle of the market, weighted by quantity; null: nothing was filled.',
  });
export type QualityRowView = z.infer<typeof qualityRowSchema>;

export const qualityViewSchema = z
  .object({
    /** Null for those who see one client only. */
    all: qualityRowSchema.nullable(),
    clients: z.array(qualityRowSchema),
    /** Best first: the least effective spread less improvement, of what was taken there. */
    venues: z.array(qualityRowSchema),
    strategies: z.array(qualityRowSchema),
    /** Smart routing less simple routing, with 95 % intervals; null: none is compared. */
    comparison: z
      .object({
        smartOrders: z.number(),
        controlOrders: z.number(),
        fillRate: difference,
        slippageBps: difference,
        improvementBps: difference,
      })
      .nullable(),
    fillsWithoutDecision: z.number(),
  })
  .meta({ id: 'Quality', description: 'What the execution of recorded orders was worth.' });
export type QualityView = z.infer<typeof qualityViewSchema>;
