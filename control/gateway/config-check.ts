/** Looks at everything that a configuration names, as a start would: so that a mistake in any file is known before the gateway is stopped for a new one. */
import { ConfigError, parseYamlConfig, pathText, refuse } from '../core/yaml-config.js';
import { placeAt, placeText } from '../core/yaml-tree.js';
import { CrossfeedError } from '../core/errors.js';
import type { Instrument } from '../core/instruments.js';
import { LimitBook } from '../orders/risk/limit-book.js';
import { alertsShape } from '../operations/alerts/schema.js';
import { routingShape } from '../routing/config.js';
import { marketRulesShape } from '../routing/rules/schema.js';
import { addListings, loadVenue, type LoadedVenue } from '../venues/config/load.js';
import { parseUniverse } from '../venues/config/universe.js';
import { VenueSymbolMap } from '../venues/symbols/symbol-map.js';
import type { LoadedConfig } from './config-files.js';
import { checkEnvironment } from './environment.js';

type ReadText = (file: string) => string;

/** All that is wrong, a line each; empty when a start would take all of it. */
export function checkAll(loaded: LoadedConfig, read: ReadText): readonly string[] {
  const { config, settings, tree } = loaded;
  const wrong: string[] = [];
  const look = <T>(path: readonly PropertyKey[], use: () => T): T | undefined => {
    try {
      return use();
    } catch (error) {
      if (error instanceof ConfigError) wrong.push(...error.complaints);
      else if (error instanceof CrossfeedError) {
        wrong.push(`${placeText(placeAt(tree, path))}: ${pathText(path)}: ${error.message}`);
      } else throw error;
      return undefined;
    }
  };
  const venues = config.venues.map(({ file }, i) => look(['venues', i, 'file'], () => loadVenue(file, read)));
  const whole = venues.filter((venue) => venue !== undefined);
  const instruments = look(['venues'], () => listings(whole, read)) ?? [];
  const { alerts, orders, clients } = config;
  const { limits, routing, rules } = orders;
  if (alerts !== undefined) look(['alerts'], () => parseYamlConfig(alerts, read(alerts), alertsShape));
  if (routing !== undefined) look(['orders', 'routing'], () => parseYamlConfig(routing, read(routing), routingShape));
  if (rules !== undefined) look(['orders', 'rules'], () => parseYamlConfig(rules, read(rules), marketRulesShape));
  // Limits name instruments and venues: without these they would be refused for the wrong reason.
  if (limits !== undefined && whole.length === settings.venues.length) {
    const scope = {
      instruments,
      clients: clients.list.map(({ id }) => id),
      venues: whole.map(({ config: { id } }) => id),
    };
    look(['orders', 'limits'], () => LimitBook.parse(limits, read(limits), scope));
  }
  look([], () => refuse(loaded.name, tree, checkEnvironment(loaded, whole)));
  return wrong;
}

/** Throws ConfigError where venues list what the universe has not. */
function listings(venues: readonly LoadedVenue[], read: ReadText): readonly Instrument[] {
  const [first] = venues;
  if (first === undefined) return [];
  const { instruments } = parseUniverse(first.universeFile, read(first.universeFile));
  const map = new VenueSymbolMap(instruments, first.universeFile);
  for (const [i, venue] of venues.entries()) addListings(map, instruments, venue, i);
  return instruments;
}
