/** The versions that are tried with QuickFIX, and what it needs to know to speak them. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type Version = 'FIX.4.2' | 'FIX.4.4' | 'FIX.5.0SP2';

export const versions: readonly Version[] = ['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'];

/** DefaultApplVerID (1137) in Logons; nothing before FIXT. */
export const applVerIdOf = (version: Version): string | undefined => (version === 'FIX.5.0SP2' ? '9' : undefined);

/** BeginString (8): from 5.0 on that of the session layer. */
export const beginStringOf = (version: Version) => (version === 'FIX.5.0SP2' ? 'FIXT.1.1' : version);

/** Dictionaries in QuickFIX's own form come with jspurefix: Debian's package has none. */
const dictionaries = join(dirname(createRequire(import.meta.url).resolve('jspurefix/package.json')), 'data');

/** The settings by which QuickFIX validates what it gets in this version. */
export function dictionarySettings(version: Version): Record<string, string> {
  if (version !== 'FIX.5.0SP2') {
    return { DataDictionary: join(dictionaries, `${version.replaceAll('.', '')}.xml`) };
  }
  return {
    DefaultApplVerID: 'FIX.5.0SP2',
    TransportDataDictionary: join(import.meta.dirname, 'quickfix-peer', 'FIXT11.xml'),
    AppDataDictionary: join(import.meta.dirname, 'quickfix-peer', 'FIX50SP2.xml'),
  };
}
