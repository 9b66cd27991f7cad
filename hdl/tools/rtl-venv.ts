/** The RTL tools that come from PyPI, in a virtual environment of their own under .cache. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs what hdl/tools/requirements.txt names, once. Returns the command. */
export function rtlTool(root: string, name: string): string {
  const requirements = join(root, 'hdl', 'tools', 'requirements.txt');
  const home = join(root, '.cache', 'rtl-tools');
  const stamp = join(home, 'installed.txt');
  const wanted = readFileSync(requirements, 'utf8');
  const command = join(home, 'bin', name);
  if (!existsSync(command) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    mkdirSync(home, { recursive: true });
    execFileSync('python3', ['-m', 'venv', home], { stdio: 'inherit' });
    const pip = join(home, 'bin', 'pip');
    execFileSync(pip, ['install', '--quiet', '--disable-pip-version-check', '-r', requirements], { stdio: 'inherit' });
    writeFileSync(stamp, wanted);
  }
  return command;
}
