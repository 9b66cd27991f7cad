/**
 * Transactions with a card's console over a line on which 1 in 1,000 bytes is changed or lost, for the evidence runs:
 * `node dist/test/bringup/main.js --transactions 10000 --seed 1 [--card]`. `--card`: the Verilated card; otherwise the model of one.
 */
import { parseArgs } from 'node:util';
import { CardRig } from './card-rig.js';
import { ClientRig } from './client-rig.js';
import { checkTransactions, type TransactionCheck } from './transactions.js';

const PPM = 500;

const { values } = parseArgs({
  options: {
    transactions: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    card: { type: 'boolean', default: false },
  },
});
const transactions = Number(values.transactions);
const seed = Number(values.seed);

async function againstModel(): Promise<TransactionCheck> {
  const rig = await ClientRig.open(seed);
  try {
    await rig.client.open();
    rig.setFaults({ corruptPpm: PPM, dropPpm: PPM });
    return await checkTransactions(rig.checked, transactions, seed);
  } finally {
    await rig.close();
  }
}

async function againstCard(): Promise<TransactionCheck> {
  const rig = CardRig.open({ remembersBoot: false });
  try {
    await rig.client.open();
    rig.bench.seed(seed);
    rig.bench.line({ corruptPpm: PPM, dropPpm: PPM });
    return await checkTransactions(rig.checked, transactions, seed);
  } finally {
    await rig.close();
  }
}

const { wrong, retries, uncertain } = await (values.card ? againstCard() : againstModel());
for (const words of wrong.slice(0, 20)) console.error(words);
console.log(
  `${transactions} transactions with ${values.card ? 'the Verilated card' : 'the model of a card'}: ${wrong.length} wrong, ${retries} attempts more, ${uncertain} writes told as uncertain`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;
