/** What the tests of this folder share. */

/** A whole message from its body in readable form: `|` for SOH. */
export function whole(body: string, beginString = 'FIX.4.4'): Buffer {
  const fields = body.replaceAll('|', '\x01');
  const text = `8=${beginString}\x019=${fields.length}\x01${fields}`;
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += text.charCodeAt(i);
  return Buffer.from(`${text}10=${String(sum & 255).padStart(3, '0')}\x01`, 'latin1');
}
