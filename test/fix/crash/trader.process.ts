/** The process that is killed: `trader.process.ts <directory> <port> <record> <life>`. A line on its standard input ends the trading. */
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { Record } from './record.js';
import { Trader } from './trader.js';

const [, , directory = '', port = '', path = '', life = ''] = process.argv;
const record = new Record(path);
record.write('G', life);
/** Ids of one life lie above those of the lives before. */
let nextId = Number(life) * 1_000_000;

const trader = new Trader(realTradingWorld, {
  directory,
  role: 'initiator',
  port: Number(port),
  noteSending: (number) => {
    record.write('S', nextId, number);
    return nextId++;
  },
  noteDelivered: (id, number, possDup) => record.write('D', id, number, possDup),
  noteCommitted: () => record.write('C'),
  noteTold: (first, last, why, fate) => record.write('T', first, last, why, fate),
});
trader.trade();
process.stdin.once('data', () => {
  trader.stop();
  realTradingWorld.timers.every(50, () => {
    const { session } = trader;
    record.write('N', session.store.nextOutgoing, session.store.nextIncoming, session.state === 'Active');
  });
});
