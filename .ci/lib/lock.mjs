// One set-up at a time: `.cache/setup.lock` names the process that builds. A lock whose process is gone is taken over.

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cache } from './stamps.mjs';

const lockFile = path.join(cache, 'setup.lock');

/** Process id with its start time, so that a recycled id does not look alive. */
function identity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return `${pid} -`;
  }
}

function isAlive(owner) {
  const pid = Number(owner.split(' ')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return owner === identity(pid);
}

/** Takes the lock if it is free; answers the process that holds it otherwise. */
function tryLock() {
  const mine = `${lockFile}.${process.pid}`;
  writeFileSync(mine, identity(process.pid));
  try {
    linkSync(mine, lockFile); // Fails when the lock exists, and never shows a half-written one.
    return undefined;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine, { force: true });
  }
  let owner;
  try {
    owner = readFileSync(lockFile, 'utf8');
  } catch {
    return tryLock(); // Released between the two calls.
  }
  if (isAlive(owner)) return owner.split(' ')[0];
  // Only one of several waiters gets the rename of the dead lock; one that renamed a live lock puts it back.
  const grave = `${lockFile}.dead.${process.pid}`;
  try {
    renameSync(lockFile, grave);
    if (readFileSync(grave, 'utf8') !== owner) linkSync(grave, lockFile);
  } catch {
    // Somebody else was faster.
  }
  rmSync(grave, { force: true });
  return tryLock();
}

/** Waits for the lock; `onWait` hears once whom it waits for. Answers the function that releases it. */
export async function acquireLock(onWait) {
  mkdirSync(cache, { recursive: true });
  let told = false;
  for (;;) {
    const owner = tryLock();
    if (owner === undefined) break;
    if (!told) onWait(owner);
    told = true;
    await delay(200);
  }
  const release = () => {
    process.off('exit', release);
    try {
      if (readFileSync(lockFile, 'utf8') === identity(process.pid)) rmSync(lockFile, { force: true });
    } catch {
      // Already gone.
    }
  };
  process.on('exit', release);
  return release;
}
