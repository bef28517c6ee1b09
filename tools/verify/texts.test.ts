import { beforeAll, describe, expect, test } from '@jest/globals';
import { chainPage } from '../../core/ledger/chain-page.ts';
import { memoryCheckpoints } from '../../core/ledger/checkpoint-store.memory.ts';
import { canonicalJson, sha256 } from '../../core/ledger/entry.ts';
import { issueCheckpoint } from '../../core/ledger/issue-checkpoint.ts';
import { memoryLedger } from '../../core/ledger/ledger.memory.ts';
import { type Opening, type ShownEntry, tipsOf } from '../../core/ledger/ledger.ts';
import { entryLine, headerLine } from '../../core/ledger/ledger-file.ts';
import { readPublicKey } from '../../core/ledger/note.ts';
import { memorySigner } from '../../core/ledger/signer.memory.ts';
import { bothVerify } from '../../test/fixtures/both-verifiers.ts';

/* What stands beside a ledger, as both verifiers see it. They share no code. */

const AT = Date.UTC(2026, 10, 25, 12);
let made: Awaited<ReturnType<typeof exported>>;
beforeAll(async () => {
  made = await exported();
});

/** Two reads with a reason and one listing without, signed; as `sluice ledger export` writes it. */
async function exported() {
  const signer = memorySigner('sluice/test');
  const ledger = memoryLedger();
  const read = (subject: string) =>
    ledger.append({ kind: 'read', at: AT, actor: 'reader:ivan', subject, reason: `Ünïcode "${subject}" \u{1f600}` });
  await read('anna');
  await read('ben');
  await ledger.append({ kind: 'choice', at: AT, actor: 'subject:cleo' });
  const { note } = await issueCheckpoint({
    ledger,
    checkpoints: memoryCheckpoints(),
    signer,
    clock: { now: () => AT },
  });
  const entries: [chain: string, ShownEntry][] = [];
  for (const { chain } of await tipsOf(ledger)) {
    const page = await chainPage({ ledger, texts: ledger.texts }, chain, 0);
    entries.push(...page.entries.map((entry) => [chain, entry] as [string, ShownEntry]));
  }
  return { spki: readPublicKey(await signer.publicKey()), note, entries };
}

/** @param change of the words beside each entry that has some */
function verdict(change: (opening: Opening, other: Opening) => unknown) {
  const { spki, note, entries } = made;
  const openings = entries.flatMap(([, { opening }]) => opening ?? []);
  const lines = entries.map(([chain, { opening, ...entry }]) => {
    if (!opening) return entryLine(chain, entry);
    const other = openings.find(({ salt }) => salt !== opening.salt)!;
    return JSON.stringify({ ...JSON.parse(entryLine(chain, entry)), opening: change(opening, other) });
  });
  return bothVerify(spki, { files: { ledger: [headerLine(note), ...lines] }, program: 'test', now: AT });
}

describe('words beside a ledger', () => {
  test('that are those of the entries hold, and are counted', async () => {
    const { holds, lines } = await verdict((opening) => opening);
    expect(holds).toBe('holds');
    expect(lines).toEqual([
      expect.stringContaining('; the words of 2 entries are beside them, of 0 erased or left out'),
    ]);
  });

  test('may be missing, one or all: that is said, and the ledger holds', async () => {
    const some = await verdict((opening) => (opening.text.includes('anna') ? undefined : opening));
    expect(some).toMatchObject({
      holds: 'holds',
      lines: [expect.stringContaining('of 1 entries are beside them, of 1 ')],
    });
    const none = await verdict(() => undefined);
    expect(none).toMatchObject({
      holds: 'holds',
      lines: [expect.stringContaining('of 0 entries are beside them, of 2 ')],
    });
  });

  test.each<[string, (opening: Opening, other: Opening) => unknown]>([
    ['other words', ({ salt }) => ({ salt, text: 'as ordered' })],
    ['another salt', ({ text }) => ({ salt: 'A'.repeat(43), text })],
    ['those of another entry', (_, other) => other],
    ['none left but the salt', ({ salt }) => ({ salt, text: '' })],
    ['words and salt that were divided elsewhere', ({ salt, text }) => ({ salt: salt + text[0], text: text.slice(1) })],
  ])('that are %s are altered', async (_what, change) => {
    const { holds, lines } = await verdict(change);
    expect(holds).toBe('broken');
    for (const line of lines) expect(line).toMatch(/^FAIL {3}ledger: the text of entry \d of chain c\d is altered$/);
    expect(lines).toHaveLength(2);
  });

  test.each<[string, unknown]>([
    ['a text', 'as ordered'],
    ['nothing', null],
    ['words without a salt', { text: 'as ordered' }],
    ['a number', { salt: '', text: 7 }],
  ])('that are %s are none', async (_what, opening) => {
    const { holds, lines } = await verdict(() => opening);
    expect(holds).toBe('broken');
    expect(lines).toEqual([expect.stringMatching(/line \d: an entry of the ledger is none$/)]);
  });

  test('beside an entry that was written without any are altered', async () => {
    const { spki, note, entries } = made;
    const opening = { salt: 's', text: 'as ordered' };
    const lines = entries.map(([chain, entry]) =>
      entryLine(chain, chain.startsWith('p') ? { ...entry, opening } : entry),
    );
    const { lines: said } = await bothVerify(spki, { files: { ledger: [headerLine(note), ...lines] }, now: AT });
    expect(said).toEqual([expect.stringMatching(/the text of entry 1 of chain p\d is altered/)]);
  });

  test('of an entry that says nothing of them, and a text cannot be guessed from what stays', async () => {
    const { entries } = made;
    const bodies = entries.map(([, { body }]) => body).join();
    expect(bodies).not.toContain('Ünïcode');
    // The salt is not in the entry, and the same words have another commitment each time.
    for (const [, { opening }] of entries) {
      if (!opening) continue;
      expect(bodies).not.toContain(opening.salt);
      expect(bodies).toContain(sha256(canonicalJson(opening)));
      expect(bodies).not.toContain(sha256(opening.text));
    }
  });
});
