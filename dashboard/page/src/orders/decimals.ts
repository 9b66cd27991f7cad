/** Decimal strings of the API as the page shows them: thousands apart, points below each other. No number is made of them. */
/** As wide as a digit, and as a point. */
const FIGURE_SPACE = '\u2007';
const PUNCTUATION_SPACE = '\u2008';

/** Digits behind the point, without the zeros at the end. */
export function placesOf(decimal: string): number {
  return fractionOf(decimal).length;
}

/** How many places a column needs, at most `most`. */
export function columnPlaces(decimals: readonly string[], most: number): number {
  return Math.min(
    most,
    decimals.reduce((places, decimal) => Math.max(places, placesOf(decimal)), 0),
  );
}

/** With at least `least` and exactly the width of `places` digits behind the point; more are cut, with a sign for it. */
export function aligned(decimal: string, places: number, least = 0): string {
  const [whole = ''] = decimal.split('.');
  const all = fractionOf(decimal);
  const shown = all.slice(0, places).padEnd(Math.min(least, places), '0');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const space = FIGURE_SPACE.repeat(places - shown.length);
  if (places === 0) return grouped;
  const point = shown === '' ? PUNCTUATION_SPACE : '.';
  return `${grouped}${point}${shown}${space}${all.length > places ? '…' : ''}`;
}

function fractionOf(decimal: string): string {
  return (decimal.split('.')[1] ?? '').replace(/0+$/, '');
}
