/**
 * What the crypto profiles list. Another quote currency or contract is another instrument: each has a canonical name, and with it a latent price, of
 * its own. Quantities are counted in the least step, so that fractions are exact.
 */
import { LIQUIDITY, type Instrument, type Liquidity } from '../market/instruments.js';

export type ProfileName = 'binance-spot-testnet' | 'coinbase-exchange-sandbox' | 'deribit-test';

/** Symbol, opening price, price step, quantity step, usual size, how busy (0 to 3). */
type Line = readonly [symbol: string, price: string, tick: string, lot: string, usual: string, liquidity: number];

const BINANCE: readonly Line[] = [
  ['BTCUSDT', '67250.00', '0.01', '0.00001', '0.02', 0],
  ['ETHUSDT', '2610.00', '0.01', '0.0001', '0.5', 0],
  ['BNBUSDT', '598.40', '0.01', '0.001', '1', 1],
  ['SOLUSDT', '172.30', '0.01', '0.001', '5', 0],
  ['XRPUSDT', '0.5230', '0.0001', '0.1', '1500', 1],
  ['DOGEUSDT', '0.14320', '0.00001', '1', '5000', 1],
  ['ADAUSDT', '0.3510', '0.0001', '0.1', '2000', 2],
  ['LTCUSDT', '69.80', '0.01', '0.001', '8', 2],
  ['LINKUSDT', '11.42', '0.01', '0.01', '50', 2],
  ['AVAXUSDT', '27.15', '0.01', '0.01', '20', 2],
  ['DOTUSDT', '4.120', '0.001', '0.01', '150', 2],
  ['BTCUSDC', '67240.00', '0.01', '0.00001', '0.01', 2],
  ['ETHUSDC', '2609.50', '0.01', '0.0001', '0.3', 2],
  ['ETHBTC', '0.03881', '0.00001', '0.0001', '0.5', 3],
];

const COINBASE: readonly Line[] = [
  ['BTC-USD', '67245.00', '0.01', '0.00000001', '0.015', 0],
  ['ETH-USD', '2609.80', '0.01', '0.00000001', '0.4', 0],
  ['SOL-USD', '172.25', '0.01', '0.00000001', '4', 1],
  ['XRP-USD', '0.5229', '0.0001', '0.000001', '1200', 1],
  ['DOGE-USD', '0.14318', '0.00001', '0.1', '4000', 1],
  ['LTC-USD', '69.78', '0.01', '0.00000001', '6', 2],
  ['LINK-USD', '11.415', '0.001', '0.01', '40', 2],
  ['AVAX-USD', '27.14', '0.01', '0.00000001', '15', 2],
  ['BTC-EUR', '62100.00', '0.01', '0.00000001', '0.01', 3],
  ['ETH-BTC', '0.03881', '0.00001', '0.00000001', '0.4', 3],
];

const DERIBIT: readonly Line[] = [
  // Contracts of ten dollars, and of one.
  ['BTC-PERPETUAL', '67255.0', '0.5', '10', '5000', 0],
  ['ETH-PERPETUAL', '2610.50', '0.05', '1', '3000', 0],
  ['BTC_USDC-PERPETUAL', '67250.0', '0.5', '0.0001', '0.05', 1],
  ['ETH_USDC-PERPETUAL', '2610.2', '0.1', '0.001', '1', 1],
  ['SOL_USDC-PERPETUAL', '172.280', '0.01', '0.1', '20', 2],
  ['XRP_USDC-PERPETUAL', '0.52310', '0.0001', '1', '2000', 2],
];

const LINES: Readonly<Record<ProfileName, readonly Line[]>> = {
  'binance-spot-testnet': BINANCE,
  'coinbase-exchange-sandbox': COINBASE,
  'deribit-test': DERIBIT,
};

/** Tokens move more than shares, and their books are as deep near the touch. */
const VOLATILITY = 1.6;
const MAX_USUAL_SIZES = 10_000;

export function cryptoInstruments(profile: ProfileName): readonly Instrument[] {
  return LINES[profile].map((line, index) => instrument(index, line));
}

function instrument(index: number, [symbol, price, tickText, lotText, usual, busy]: Line): Instrument {
  const priceScale = Math.max(decimals(price), decimals(tickText));
  const quantityScale = decimals(lotText);
  const base = LIQUIDITY[busy]!;
  const liquidity: Liquidity = { ...base, volatility: base.volatility * VOLATILITY };
  const openingPrice = scaled(price, priceScale);
  const tick = scaled(tickText, priceScale);
  const lot = scaled(lotText, quantityScale);
  const roundLot = scaled(usual, quantityScale);
  const spreadTicks = Math.max(1, Math.ceil((openingPrice * liquidity.spread) / tick));
  return {
    index,
    locate: index + 1,
    stock: symbol,
    canonical: symbol,
    priceScale,
    quantityScale,
    lot,
    maxQuantity: roundLot * MAX_USUAL_SIZES,
    category: 'C',
    kind: 'common',
    listing: 'seasoned',
    openingPrice,
    tick,
    lowestPrice: tick * 10,
    highestPrice: Infinity,
    roundLot,
    liquidity,
    spreadTicks,
    levelTicks: Math.max(1, Math.ceil(spreadTicks / 3)),
    hasHalfTicks: false,
  };
}

function decimals(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** An exact integer in units of 10^-scale. */
function scaled(text: string, scale: number): number {
  const [whole = '0', fraction = ''] = text.split('.');
  return Number(`${whole}${fraction.padEnd(scale, '0')}`);
}
