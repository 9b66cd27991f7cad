/** Each Logon signer against a vector with a known answer, where it is used: a wrong build of a crypto library is found before a venue does. */
import { createPublicKey, verify } from 'node:crypto';
import { binancePayload, signCoinbase, signDeribit, signKraken } from './logon-signers.js';

type Signer = 'none' | 'password' | 'rawData' | 'binance' | 'coinbase' | 'deribit' | 'kraken';

/** The example of Binance's documents: their public key, and a signature that they published. */
const BINANCE_KEY = 'MCowBQYDK2VwAyEAGUIKv9dSpWXBViXp2m6vAIb8QMFJYBgyFEQsFJlqgA0=';
const BINANCE_SIGNATURE = '4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA==';
const SENDING_TIME = '20240627-11:17:25.223';
const SECRET = 'ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=';

/** What was checked. Throws when the answer is not the known one. */
export function checkSigner(signer: Signer): string {
  switch (signer) {
    case 'binance': {
      const header = { senderCompId: 'EXAMPLE', targetCompId: 'SPOT', msgSeqNum: 1, sendingTime: SENDING_TIME };
      const key = createPublicKey({ key: Buffer.from(BINANCE_KEY, 'base64'), format: 'der', type: 'spki' });
      const isRight = verify(null, Buffer.from(binancePayload(header)), key, Buffer.from(BINANCE_SIGNATURE, 'base64'));
      return expectRight(isRight, 'Ed25519, the published example');
    }
    case 'coinbase': {
      const header = {
        senderCompId: '0123456789abcdef0123456789abcdef',
        targetCompId: 'Coinbase',
        msgSeqNum: 1,
        sendingTime: SENDING_TIME,
      };
      const signature = signCoinbase(header, 'example-passphrase', SECRET);
      return expectRight(signature === '8KMX628I1er0xdZLmd8sxiUpRBO+nrX38aFusvuUgaY=', 'HMAC-SHA256');
    }
    case 'deribit': {
      const rawData = '1719487045223.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
      const signature = signDeribit(rawData, 'example_client_secret');
      return expectRight(signature === 'LvdoLG9UysQMP6BS6yQm5kXvbRfRKR4QGcjl092SZyI=', 'SHA-256');
    }
    case 'kraken': {
      const header = { senderCompId: 'EXAMPLE', targetCompId: 'KRAKEN-TRD', msgSeqNum: 1, sendingTime: '' };
      const signature = signKraken(header, 'EXAMPLEKEY', '1719487045223', 'ABEiM0RVZneImaq7zN3u/w==');
      const known = '+oFrILo2YxwJYUPGoGKZgh/riDv6vLnZEDIaNwnLOoLhgAWRqALNBoxFZaelyZ4SILbDI4lW6ipOZ9nNEzBQqw==';
      return expectRight(signature === known, 'HMAC-SHA512');
    }
    default:
      return 'a password, nothing is signed';
  }
}

function expectRight(isRight: boolean, what: string): string {
  if (!isRight) throw new Error(`${what}: not the known answer`);
  return `${what}: the known answer`;
}
