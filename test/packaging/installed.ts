/**
 * The package as it is packed and installed, in a prefix of its own and without a network. `bundled`: as `npm pack` makes it, with its dependencies in it.
 * `linked`: the same files, with the dependencies of this checkout beside them, which spares packing and unpacking 4,000 files of others.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const projectRoot = resolve(import.meta.dirname, '../..');
/** What was compiled, or compiled elsewhere. */
export const compiledFolder = process.env['CROSSFEED_DIST'] ?? join(projectRoot, 'dist');

interface Manifest {
  readonly files: readonly string[];
  readonly [key: string]: unknown;
}

const npm = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('npm', [...args, '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
    // Set by the npm that runs the tests: they would say where its packages go.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
  });

export class InstalledPackage {
  private constructor(
    /** The folder of everything that this made. */
    readonly folder: string,
    /** Names of the files in the tarball. */
    readonly files: readonly string[],
    readonly root: string,
  ) {}

  static install(how: 'linked' | 'bundled'): InstalledPackage {
    const folder = mkdtempSync(join(tmpdir(), 'crossfeed-package-'));
    const source = how === 'bundled' ? projectRoot : staged(join(folder, 'stage'));
    const [packed] = JSON.parse(npm(source, 'pack', '--json', '--pack-destination', folder)) as [
      { filename: string; files: { path: string }[] },
    ];
    const prefix = join(folder, 'prefix');
    npm(folder, 'install', '--global', '--prefix', prefix, join(folder, packed.filename));
    const root = join(prefix, 'lib', 'node_modules', 'crossfeed');
    if (how === 'linked') symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
    return new InstalledPackage(
      folder,
      packed.files.map(({ path }) => path),
      root,
    );
  }

  /** The command, run as its user would, in a folder that has nothing to do with the installation. */
  run(...args: readonly string[]): {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
  } {
    const cwd = join(this.folder, 'elsewhere');
    mkdirSync(cwd, { recursive: true });
    return spawnSync(this.command, args, {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, XDG_STATE_HOME: join(this.folder, 'state') },
    });
  }

  get command(): string {
    return join(this.folder, 'prefix', 'bin', 'crossfeed');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A copy of what the manifest lists, under the same manifest without dependencies. */
function staged(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Manifest;
  const { dependencies: _, devDependencies: _dev, bundleDependencies: _bundle, ...rest } = manifest;
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(rest));
  for (const name of [...manifest.files.filter((entry) => !entry.startsWith('!')), 'README.md', 'LICENSE']) {
    const from = name === 'dist' ? compiledFolder : join(projectRoot, name);
    // Compiled tests and the maps of all of it are half of the files.
    const filter = (path: string): boolean => !path.endsWith('.map') && !path.startsWith(join(compiledFolder, 'test'));
    if (existsSync(from)) cpSync(from, join(folder, name), { recursive: true, filter });
  }
  return folder;
}
