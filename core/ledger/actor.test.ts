import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { actedBy, actor, READABLE_KINDS, type Role, rolesOf, SYSTEM } from './actor.ts';
import { parseEntry } from './entry.ts';
import type { EntryFacts, StoredEntry } from './ledger.ts';

const ROLES = [...new Set(READABLE_KINDS.flatMap(rolesOf))];

test('whoever acted in a role of the kind is read back, whatever the name holds', () => {
  const written = fc.constantFrom(...READABLE_KINDS).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      role: fc.constantFrom(...rolesOf(kind)),
      name: fc.string({ unit: 'binary' }),
    }),
  );
  fc.assert(
    fc.property(written, ({ kind, role, name }) => {
      expect(actedBy({ kind, actor: actor(role, name) })).toEqual({ role, name });
    }),
  );
});

test('a role in which nobody can have done it is a part of a name', () => {
  for (const kind of READABLE_KINDS) {
    for (const role of ROLES.filter((one) => !rolesOf(kind).includes(one))) {
      expect(actedBy({ kind, actor: `${role}:x` }).name).toBe(`${role}:x`);
    }
  }
});

test.each<[string, Parameters<typeof actedBy>[0], Role | undefined]>([
  ['a read by one of the office', { kind: 'read', actor: '4f0c', subject: 'anna' }, 'reader'],
  ['a read of one’s own', { kind: 'read', actor: 'anna', subject: 'anna' }, 'subject'],
  ['a listing of everybody', { kind: 'listing', actor: '4f0c' }, 'reader'],
  ['a withdrawal', { kind: 'withdrawal', actor: 'anna', subject: 'anna' }, 'subject'],
  ['an erasure', { kind: 'erasure', actor: 'anna', subject: 'anna' }, 'subject'],
  ['a grant', { kind: 'grant', actor: '4f0c', detail: { reader: 'x' } }, 'giver'],
  ['a report', { kind: 'report', actor: 'anna', detail: { by: 'report' } }, 'reporter'],
  ['a report of a later name', { kind: 'report', actor: 'reporter:abc', detail: { by: 'report' } }, 'reporter'],
  ['a pause by hand', { kind: 'report', actor: 'anna', detail: { by: 'pause' } }, 'closer'],
  ['a door', { kind: 'door', actor: 'arn:aws:sts::1:assumed-role/x/pat' }, 'aws'],
  ['the glass', { kind: 'pause', actor: 'arn:aws:iam::1:user/pat', detail: { by: 'break-glass' } }, 'operator'],
  ['a checkpoint', { kind: 'checkpoint', actor: 'sluice' }, 'system'],
  ['a pause of a report that is not told', { kind: 'pause', actor: 'anna' }, undefined],
  ['what no kind is', { kind: 'constructor', actor: 'anna' }, undefined],
])('of before role words, %s is known by its kind', (_what, entry, role) => {
  expect(actedBy(entry)).toEqual({ ...(role && { role }), name: entry.actor.replace(/^reporter:/, '') });
});

test('all that 0.1.0 wrote has its role, but who closed', () => {
  const file = new URL('../../test/releases/0.1.0/ledger.json', import.meta.url);
  const { chains } = JSON.parse(readFileSync(file, 'utf8')) as { chains: Record<string, StoredEntry[]> };
  const entries = Object.values(chains).flat().map(parseEntry);
  const without = entries.filter((entry) => actedBy(entry).role === undefined).map(({ kind }) => kind);
  expect(entries.length).toBeGreaterThan(20);
  expect(new Set(without)).toEqual(new Set(['pause']));
});

test('the compiler refuses a bare name, and a role in which it cannot be done', () => {
  // @ts-expect-error a bare name
  const bare: EntryFacts = { kind: 'read', at: 1, actor: 'anna' };
  // @ts-expect-error nobody resumes but the program
  const wrong: EntryFacts = { kind: 'resume', at: 1, actor: actor('subject', 'anna') };
  const right: EntryFacts = { kind: 'resume', at: 1, actor: SYSTEM };
  expect([bare, wrong, right]).toHaveLength(3);
});
