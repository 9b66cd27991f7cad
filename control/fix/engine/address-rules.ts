/** Source addresses that a counterparty may come from. */

/** `rule` is an address, or an IPv4 network such as `10.1.0.0/16`. */
export function addressMatches(rule: string, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const [network = '', prefix] = rule.split('/');
  if (prefix === undefined) return plain.toLowerCase() === rule.toLowerCase();
  const wanted = ipv4Number(network);
  const found = ipv4Number(plain);
  const bits = Number(prefix);
  if (wanted === undefined || found === undefined || !(bits >= 0 && bits <= 32)) return false;
  const size = 2 ** (32 - bits);
  return Math.floor(wanted / size) === Math.floor(found / size);
}

function ipv4Number(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}
