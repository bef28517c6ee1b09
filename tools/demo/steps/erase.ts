import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { erase as eraseMe } from '../../../api/consent.ts';
import type { IndexRow } from '../../../core/vault/index-row.ts';
import type { Figures } from '../report.ts';
import { type Scene, status } from '../scene.ts';

/** What an attacker with copies of everything but the key table would have. */
export interface Copies {
  rows: (Pick<IndexRow, 'subject' | 'segment' | 'keyId' | 'program' | 'disclosure'> & { message: string })[];
}

const PROGRAM = new URL('../open-copies.ts', import.meta.url).pathname;

/** A subject has everything of theirs erased; copies from before do not help. */
export async function erase(scene: Scene, figures: Figures): Promise<void> {
  const { report, storage, subjects, folder, deployment } = scene;
  const { linus } = subjects;
  const { subject } = await status(linus.person);
  await linus.agent.stop();
  const copies: Copies = { rows: [] };
  for (const row of await storage.index()) {
    if (row.subject !== subject) continue;
    const { segment, keyId, program, disclosure } = row;
    copies.rows.push({
      subject,
      segment,
      keyId,
      program,
      disclosure,
      message: (await storage.message(row)).toString('base64'),
    });
  }
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'copies.json');
  writeFileSync(file, JSON.stringify(copies));
  const open = (): { segments: number; opened: number; reasons: Record<string, number> } =>
    JSON.parse(
      execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, file], {
        encoding: 'utf8',
        env: { ...process.env, SLUICE_KEYS_TABLE: deployment.outputs.KeysTable! },
      }),
    );
  const before = open();
  report.holds(
    before.opened === copies.rows.length && before.opened > 0,
    `before: a fresh process with copies of all tables and buckets, the live key table and the account's root credentials opens ${before.opened} of ${copies.rows.length} segments`,
  );
  const { erasedAt, finalBy } = await linus.person.api.call(eraseMe);
  const after = open();
  report.holds(
    after.opened === 0,
    `after the erasure: it opens ${after.opened} of ${after.segments} (${JSON.stringify(after.reasons)})`,
  );
  report.say(
    `erased at ${new Date(erasedAt).toISOString()}, finally on ${new Date(finalBy).toISOString()}: until then the key table can be recovered, and sealed frames may lie in the stream`,
  );
  Object.assign(figures, { before, after, erasedAt, finalBy });
}
