/** Where the definitions are: beside the project, not in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { installationRoot } from '../../../control/core/world-installation.js';
import { parseDefinition, type Definition } from './definition.js';

export const fix42Folder = path.join(installationRoot(), '../shared/fix/acceptance/fix42');

/** Why the tests of the definitions cannot run, or undefined when they can. */
export const definitionsAbsent = existsSync(fix42Folder) ? undefined : `no definitions in ${fix42Folder}`;

/** All definitions of a folder, by name. Throws DefinitionError, or what the file system says. */
export function readDefinitions(folder: string): Definition[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.def'))
    .sort()
    .map((file) => parseDefinition(file, readFileSync(path.join(folder, file), 'latin1')));
}
