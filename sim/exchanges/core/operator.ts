/** What an operator of the exchange may do, on the matcher's log like every other command. */

export type OperatorCommand =
  /** Breaks a trade: both sides hear of it, and the feed. */
  | { readonly type: 'bust'; readonly match: number; readonly reason?: 'erroneous' | 'consent' | 'supervisory' }
  /** Gives a trade another price. */
  | { readonly type: 'correct'; readonly match: number; readonly price: number }
  /** `halted`: orders can only be cancelled. */
  | { readonly type: 'halt' | 'resume'; readonly symbol: string; readonly reason?: string }
  /** Cancels everything that a firm has ('*': everybody's), as supervisory. */
  | { readonly type: 'cancelFirm'; readonly firm: string }
  /** Ends the day. */
  | { readonly type: 'close' };
