/** The standard dictionaries, each read when it is first asked for. */
import { parseFieldTable, parseVersion, type FieldTable, type VersionText } from '../dictionary-text.js';
import { fields } from './fields.js';
import { fieldsSp2 } from './fields-sp2.js';
import { fix40 } from './fix40.js';
import { fix41 } from './fix41.js';
import { fix42 } from './fix42.js';
import { fix43 } from './fix43.js';
import { fix44 } from './fix44.js';
import { fix50 } from './fix50.js';
import { fix50sp1 } from './fix50sp1.js';
import { fix50sp2 } from './fix50sp2.js';
import { fixt11 } from './fixt11.js';

const texts = {
  FIX40: fix40,
  FIX41: fix41,
  FIX42: fix42,
  FIX43: fix43,
  FIX44: fix44,
  FIX50: fix50,
  FIX50SP1: fix50sp1,
  FIX50SP2: fix50sp2,
  FIXT11: fixt11,
};

export type DictionaryName = keyof typeof texts;

const tables = new Map<boolean, FieldTable>();
const versions = new Map<DictionaryName, VersionText>();

export function standardVersion(name: DictionaryName): VersionText {
  let version = versions.get(name);
  if (version === undefined) {
    version = parseVersion(texts[name], fieldTable(name === 'FIX50SP2'));
    versions.set(name, version);
  }
  return version;
}

/** Nine tenths of the fields of 5.0 SP2 are in no other version: they are read for it alone. */
function fieldTable(sp2: boolean): FieldTable {
  let table = tables.get(sp2);
  if (table === undefined) {
    table = sp2 ? parseFieldTable(fields, fieldsSp2) : parseFieldTable(fields);
    tables.set(sp2, table);
  }
  return table;
}

export const dictionaryNames = Object.keys(texts) as DictionaryName[];
