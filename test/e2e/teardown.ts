import { rm } from 'node:fs/promises';

/** Jest's global teardown of the e2e project. */
export default async function teardown(): Promise<void> {
  const cloud = globalThis.sluiceEmptyCloud;
  if (!cloud) return;
  await cloud.stop();
  await rm(cloud.dir, { recursive: true, force: true, maxRetries: 5 });
}
