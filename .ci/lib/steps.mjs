// The steps from a fresh checkout to something that runs, and the checks of `npm test`.

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { StepError } from './exec.mjs';
import { Skip } from './graph.mjs';
import { clearStamp, hashOf, inRoot, readStamp, writeStamp } from './stamps.mjs';
import { quickFixHeaders, systemStep, verilatorVersion } from './system.mjs';

const node = process.execPath;
const bin = {
  tsc: 'node_modules/typescript/bin/tsc',
  tsx: 'node_modules/tsx/dist/cli.mjs',
  vite: 'node_modules/vite/bin/vite.js',
  eslint: 'node_modules/eslint/bin/eslint.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
};
const sourceFolders = ['hdl/tools', 'driver', 'control', 'sim', 'dashboard', 'test'];
const compilerFiles = [
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'tsconfig.page.json',
  'dashboard/page/tsconfig.json',
];
const isTypeScript = (file) => /\.(tsx?|json)$/.test(file);
const isTest = (file) => /\.test\.tsx?$/.test(file);
const lockHash = () => hashOf(['package-lock.json', '.npmrc']);

/** A step that is fresh while the hash of its inputs is the one its last success left. */
function stamped(step, { inputs, accept, facts = () => [], outputs = [], hashAfter = false }) {
  const stamp = step.stamp ?? step.name;
  const hash = () => hashOf(inputs, { accept, facts: facts() });
  return {
    ...step,
    fresh: () => readStamp(stamp) === hash() && outputs.every((file) => existsSync(inRoot(file))),
    async run(log) {
      const before = hash();
      clearStamp(stamp);
      const word = await step.run(log);
      writeStamp(stamp, hashAfter ? hash() : before);
      return word;
    },
  };
}

function mustExist(...files) {
  const missing = files.filter((file) => !existsSync(inRoot(file)));
  if (missing.length > 0) throw new StepError(`missing: ${missing.join(', ')}`);
}

/** The prefix of this Node's own headers, so that native addons build without a download. */
function nodeHeaders() {
  const prefix = path.dirname(path.dirname(node));
  return existsSync(path.join(prefix, 'include', 'node', 'node_api.h')) ? prefix : undefined;
}

const addons = [
  'node_modules/ffi-napi/build/Release/ffi_bindings.node',
  'node_modules/ref-napi/build/Release/binding.node',
];

/** True when node_modules already holds what the lock file names, whoever installed it. */
function installedAsLocked() {
  const hidden = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(hidden) || !addons.every((file) => existsSync(inRoot(file)))) return false;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  delete wanted[''];
  for (const [name, entry] of Object.entries(wanted)) {
    const have = installed[name];
    if (!have ? !entry.optional : have.version !== entry.version || have.integrity !== entry.integrity) return false;
  }
  return Object.keys(installed).every((name) => wanted[name]);
}

const npmStep = {
  name: 'npm',
  title: 'npm packages',
  fresh() {
    const hash = lockHash();
    if (readStamp('npm') === hash && addons.every((file) => existsSync(inRoot(file)))) return true;
    if (!installedAsLocked()) return false;
    writeStamp('npm', hash);
    return true;
  },
  async run(log) {
    const hash = lockHash();
    clearStamp('npm');
    const npm = process.env.npm_execpath;
    const [command, first] = npm && /\.c?js$/.test(npm) ? [node, [npm]] : ['npm', []];
    const nodedir = nodeHeaders();
    const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--no-progress'];
    await log.run(command, [...first, ...args], {
      env: { JOBS: 'max', ...(nodedir && { npm_config_nodedir: nodedir }) },
    });
    // An addon that does not load here must fail here, not at the first packet.
    await log.run(node, ['-e', "require('ffi-napi'); require('ref-napi')"]);
    writeStamp('npm', hash);
  },
};

const generatedInputs = {
  stamp: 'generate',
  inputs: [
    'hdl',
    'driver/generated',
    'driver/include',
    'driver/example',
    'control/core/generated',
    'docs/register-map.md',
    'docs/driver-api.md',
  ],
  facts: () => [lockHash()],
  hashAfter: true,
};

const generateStep = stamped(
  {
    name: 'generate',
    title: 'generate from the register map',
    stamp: 'generate',
    needs: ['npm'],
    run: (log) => {
      mustExist('hdl/tools/generate.ts');
      return log.run(node, [bin.tsx, 'hdl/tools/generate.ts']);
    },
  },
  generatedInputs,
);

const generatedCheck = stamped(
  {
    name: 'generate',
    title: 'generated files are fresh',
    stamp: 'generate',
    needs: ['npm'],
    check: true,
    run: (log) => {
      mustExist('hdl/tools/generate.ts');
      return log.run(node, [bin.tsx, 'hdl/tools/generate.ts', '--check']);
    },
  },
  generatedInputs,
);

const nativeInputs = {
  inputs: ['hdl', 'driver'],
  accept: (file) => !file.endsWith('.ts') && !file.endsWith('.md'),
};

const nativeStep = stamped(
  {
    name: 'native',
    title: 'verilate and compile the NIC',
    needs: ['system'],
    after: ['generate'],
    run: (log) => {
      mustExist('driver/Makefile');
      return log.run('make', ['-C', 'driver', '-j2']);
    },
  },
  { ...nativeInputs, outputs: ['driver/build/libcrossfeed.so'] },
);

const nativeCheck = stamped(
  {
    name: 'native-check',
    title: 'driver tests in C++',
    needs: ['native'],
    check: true,
    run: (log) => log.run('make', ['-C', 'driver', 'check']),
  },
  nativeInputs,
);

const quickFixFolder = 'test/fix/interop/quickfix-peer';

/** For the tests alone: nothing that runs from dist/ knows QuickFIX. */
const quickFixStep = stamped(
  {
    name: 'quickfix',
    title: 'compile the QuickFIX peer',
    after: ['system'],
    run: (log) => {
      if (quickFixHeaders() === undefined) {
        rmSync(inRoot(quickFixFolder, 'build'), { recursive: true, force: true });
        throw new Skip('no libquickfix-dev: the interop tests skip');
      }
      return log.run('make', ['-C', quickFixFolder, '-j2']);
    },
  },
  {
    inputs: [quickFixFolder],
    accept: (file) => /\.[ch]pp$|Makefile$/.test(file),
    facts: () => [quickFixHeaders() ?? 'none'],
    outputs: [`${quickFixFolder}/build/quickfix-peer`, `${quickFixFolder}/build/quickfix-timing`],
  },
);

/** Removes compiled files whose source is gone, which tsc leaves behind. */
function pruneDist(folder = 'dist') {
  for (const entry of readdirSync(inRoot(folder), { withFileTypes: true })) {
    const name = `${folder}/${entry.name}`;
    if (name === 'dist/dashboard/page') continue;
    if (entry.isDirectory()) pruneDist(name);
    else if (/\.js(\.map)?$/.test(name)) {
      const source = name.replace(/^dist\//, '').replace(/\.js(\.map)?$/, '.ts');
      if (!existsSync(inRoot(source))) rmSync(inRoot(name));
    }
  }
}

const compileStep = stamped(
  {
    name: 'compile',
    title: 'compile TypeScript',
    needs: ['npm'],
    after: ['generate'],
    run: async (log) => {
      mustExist('control/cli.ts');
      if (!existsSync(inRoot('dist/control/cli.js'))) rmSync(inRoot('dist/.tsbuildinfo'), { force: true });
      // Types are a check of their own, for `npm test`.
      await log.run(node, [bin.tsc, '-p', 'tsconfig.build.json', '--noCheck']);
      pruneDist();
    },
  },
  {
    inputs: [...sourceFolders, 'tsconfig.base.json', 'tsconfig.build.json'],
    accept: (file) => isTypeScript(file) && !isTest(file) && !file.startsWith('dashboard/page/'),
    facts: () => [lockHash()],
    outputs: ['dist/control/cli.js', 'dist/.tsbuildinfo'],
  },
);

const pageStep = stamped(
  {
    name: 'page',
    title: 'build the web page',
    needs: ['npm'],
    after: ['generate'],
    run: (log) => {
      mustExist('dashboard/page/index.html');
      const outDir = inRoot('dist', 'dashboard', 'page');
      return log.run(node, [
        bin.vite,
        'build',
        'dashboard/page',
        '--outDir',
        outDir,
        '--emptyOutDir',
        '--logLevel',
        'warn',
      ]);
    },
  },
  {
    inputs: ['dashboard', 'control/core', 'tsconfig.base.json', 'tsconfig.page.json'],
    accept: (file) => !isTest(file) && !file.startsWith('dashboard/server/'),
    facts: () => [lockHash()],
    outputs: ['dist/dashboard/page/index.html'],
  },
);

const checks = [
  stamped(
    {
      name: 'types',
      title: 'types',
      needs: ['npm'],
      after: ['generate'],
      check: true,
      run: async (log) => {
        await log.run(node, [bin.tsc, '-p', 'tsconfig.json', '--pretty']);
        if (existsSync(inRoot('dashboard/page')))
          await log.run(node, [bin.tsc, '-p', 'tsconfig.page.json', '--pretty']);
      },
    },
    {
      inputs: [...sourceFolders, ...compilerFiles, 'vitest.config.ts'],
      accept: isTypeScript,
      facts: () => [lockHash()],
    },
  ),
  stamped(
    {
      name: 'lint',
      title: 'eslint',
      needs: ['npm'],
      after: ['generate'],
      check: true,
      // No cache by file: a typed rule may change its mind about one file because of another.
      run: (log) => log.run(node, [bin.eslint, '--max-warnings', '0', '.']),
    },
    {
      inputs: [...sourceFolders, ...compilerFiles, 'vitest.config.ts', 'eslint.config.js', '.ci'],
      accept: (file) => /\.(tsx?|m?js|json)$/.test(file),
      facts: () => [lockHash()],
    },
  ),
  {
    name: 'format',
    title: 'prettier',
    needs: ['npm'],
    check: true,
    run: (log) => {
      const cached = ['--cache', '--cache-strategy', 'content', '--cache-location', '.cache/prettier'];
      return log.run(node, [bin.prettier, '--check', '--log-level', 'warn', ...cached, '.']);
    },
  },
  stamped(
    {
      name: 'hdl-lint',
      title: 'verilator --lint-only -Wall',
      needs: ['system'],
      after: ['generate'],
      check: true,
      run: (log) => {
        mustExist('hdl/Makefile');
        return log.run('make', ['-C', 'hdl', 'lint']);
      },
    },
    { inputs: ['hdl'], accept: (file) => !file.endsWith('.ts'), facts: () => [verilatorVersion()] },
  ),
  stamped(
    {
      name: 'hdl-bench',
      title: 'benches of RTL blocks',
      needs: ['system', 'hdl-lint'],
      after: ['generate'],
      check: true,
      run: (log) => log.run('make', ['-C', 'hdl/bench', 'run']),
    },
    { inputs: ['hdl'], accept: (file) => !file.endsWith('.ts'), facts: () => [verilatorVersion()] },
  ),
  stamped(
    {
      name: 'yosys',
      title: 'yosys check',
      needs: ['npm'],
      after: ['generate'],
      check: true,
      run: (log) => {
        mustExist('hdl/tools/yosys-check.ts');
        return log.run(node, [bin.tsx, 'hdl/tools/yosys-check.ts']);
      },
    },
    { inputs: ['hdl'], facts: () => [lockHash()] },
  ),
];

/** @param {{ engineWanted: boolean }} options */
export const startSteps = ({ engineWanted }) => [
  ...(engineWanted ? [withoutFreshNative(systemStep({ tests: false, engineWanted })), nativeStep] : []),
  npmStep,
  generateStep,
  compileStep,
  pageStep,
];

/** Nobody needs Verilator while the library it made is fresh; a library that cannot be renewed must not be loaded. */
function withoutFreshNative(step) {
  return {
    ...step,
    fresh: () => nativeStep.fresh() || step.fresh(),
    run: (log) =>
      step.run(log).catch((error) => {
        rmSync(inRoot('driver/build/libcrossfeed.so'), { force: true });
        throw error;
      }),
  };
}

/** The longest first: at the end nothing long is left alone on one core. */
export const testSteps = () => [
  systemStep({ tests: true, engineWanted: true }),
  npmStep,
  generatedCheck,
  ...checks.filter(({ name }) => name === 'lint'),
  nativeStep,
  quickFixStep,
  compileStep,
  ...checks.filter(({ name }) => name !== 'lint'),
  pageStep,
  nativeCheck,
];

/** True when no step has anything to do: then nothing is locked, started or printed. */
export const allFresh = (steps) => steps.every((step) => step.fresh?.() ?? false);
