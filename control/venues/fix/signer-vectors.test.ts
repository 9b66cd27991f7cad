import { describe, expect, it } from 'vitest';
import { checkSigner } from './signer-vectors.js';

describe('checkSigner', () => {
  it.each(['binance', 'coinbase', 'deribit', 'kraken'] as const)('%s gives the known answer', (signer) => {
    expect(checkSigner(signer)).toContain('the known answer');
  });

  it('has nothing to check for a password', () => {
    expect(checkSigner('password')).toContain('nothing is signed');
  });
});
