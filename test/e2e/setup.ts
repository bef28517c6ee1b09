import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalCloud } from '../../tools/local/index.ts';
import { repository } from '../../tools/local/layout.ts';

/**
 * Jest's global setup of the e2e project. Makes the local cloud's Python once, before test files that need it run side by
 * side, and starts the one emulator without stacks that the contract suites share. It ends with Jest, however Jest ends.
 */
export default async function setup(): Promise<void> {
  const local = join(repository, '.local');
  mkdirSync(local, { recursive: true });
  const dir = mkdtempSync(join(local, 'contracts-'));
  const cloud = await startLocalCloud({ dir, port: 0, deploy: false, quiet: true });
  process.env.SLUICE_E2E_EMPTY = JSON.stringify({
    dir,
    endpoint: cloud.endpoint,
    region: cloud.region,
    env: cloud.env,
  });
  globalThis.sluiceEmptyCloud = { dir, stop: cloud.stop };
}

declare global {
  /** From setup to teardown; test files do not see it. */
  var sluiceEmptyCloud: { dir: string; stop(): Promise<void> } | undefined;
}
