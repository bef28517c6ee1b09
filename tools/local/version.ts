import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './layout.ts';

/** Hash of what the background processes run: one that was started from other sources is started anew. */
export function runningVersion(): string {
  const root = join(repository, 'tools/local');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(launch\.py|launcher\/.*\.py|requirements\.txt|poller\.ts|event-source\/.*\.ts)$/.test(name))
    .filter((name) => !name.endsWith('.test.ts'))
    .sort();
  const hash = createHash('sha256');
  for (const name of files) hash.update(`\0${name}\0`).update(readFileSync(join(root, name)));
  return hash.digest('hex').slice(0, 16);
}
