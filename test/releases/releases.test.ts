/** What each release wrote, read by the code of today. README.md says what may change, and what may not. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { inForceOf } from '../../core/disclosure/in-force.ts';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import { readPublicKey } from '../../core/ledger/note.ts';
import { type LedgerExport, verifyLedger } from '../../core/ledger/verify-ledger.ts';
import { partsOf } from './parts.ts';
import { MOMENTS, recordedServices, releaseOf } from './recorded.ts';
import type { WrittenFrame } from './scenario.ts';
import { inTodaysWords, seen } from './seen.ts';

const RELEASES = readdirSync(new URL('.', import.meta.url)).filter((name) => /^\d/.test(name));

describe.each(RELEASES)('written by %s', (release) => {
  const files = releaseOf(release);
  const disclosure = parseDisclosure(files.text('disclosure.yaml'), 'disclosure.yaml');

  test.each(MOMENTS)('%s: every store says what it said then', async (name) => {
    const moment = files.moment(name);
    const clock = { now: () => moment.at };
    const parts = partsOf(recordedServices(release, moment), disclosure, clock);

    const now = await seen(parts, files.json<WrittenFrame[]>('frames.json'));

    // Each for itself, so that a failure names it. Later code may see more, never less or something else.
    for (const [what, then] of Object.entries(inTodaysWords(moment.seen)))
      expect({ [what]: now[what] }).toMatchObject({ [what]: then });
  });

  test.each(MOMENTS)('%s: its disclosure is in force, noted or not', async (name) => {
    const moment = files.moment(name);
    const { notes } = partsOf(recordedServices(release, moment), disclosure, { now: () => moment.at });

    // Who writes would find it so, too: a redactor that looks does not.
    expect(await inForceOf({ disclosure, notes, writes: false }).problem()).toBeUndefined();
  });

  test('it holds one incident of each status', () => {
    const { incidents } = files.json<{ incidents: Record<string, string> }>('about.json');
    const rows = files.moment('paused').seen.incidents as { incident: { incident: string; status: string } }[];
    const statuses = Object.fromEntries(rows.map(({ incident }) => [incident.status, incident.incident]));
    expect(statuses).toEqual(incidents);
  });

  test('the ledger and every signed document verify, by the product and by the script that stands alone', () => {
    const ledger = files.json<LedgerExport>('ledger.json');
    const { evidence } = files.json<{ evidence: Record<string, string> }>('objects.json');
    const documents = Object.entries(evidence).filter(([name]) => /^(receipts|findings).*\.json$|\.note$/.test(name));
    const signed = documents.filter(([, bytes]) => /note|sluice\//.test(Buffer.from(bytes, 'base64').toString()));

    const pem = files.text('public-key.pem');
    expect(verifyLedger(ledger, readPublicKey(pem)).problems).toEqual([]);
    expect(signed.length).toBeGreaterThan(8);
    // A call for what was signed over the ledger, which is one history, and one for the papers of each incident.
    const calls = new Map<string, Record<string, Buffer>>();
    for (const [name, bytes] of signed) {
      const call = /^checkpoints/.test(name) ? 'ledger' : name.split('/')[1]!.split('-')[0]!;
      calls.set(call, { ...calls.get(call), [name.replaceAll('/', '-')]: Buffer.from(bytes, 'base64') });
    }
    calls.set('ledger', { ...calls.get('ledger'), 'ledger.json': Buffer.from(JSON.stringify(ledger)) });
    const said = [...calls.values()].flatMap((call) => verifyAlone(pem, call));
    expect(said.filter((line) => line.startsWith('ok '))).toHaveLength(signed.length + 1);
  });
});

/** tools/verify/verify.mjs in a process of its own. @throws when one does not hold. @returns what it said */
function verifyAlone(key: string, files: Record<string, Buffer>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-release-'));
  try {
    writeFileSync(join(folder, 'public.pem'), key);
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const script = new URL('../../tools/verify/verify.mjs', import.meta.url).pathname;
    const order = [script, '--key', 'public.pem', ...Object.keys(files)];
    return execFileSync(process.execPath, order, { cwd: folder, env: {}, encoding: 'utf8' }).split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
