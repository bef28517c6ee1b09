import { expect, test } from '@jest/globals';
import { GATES, type GateName } from './gate.ts';
import { type SecondLineNote, type SecondLineNotes, type SecondLinePolicies, secondLinePolicy } from './second-line.ts';

const AT = Date.UTC(2026, 10, 25, 12);

/** What all roles of a gate have, once each. */
const there = async (policies: SecondLinePolicies, gate: GateName) => [...new Set(await policies.read(gate))];

/** What every adapter of `SecondLinePolicies` keeps. @param make one without policies */
export function secondLinePoliciesContract(make: () => Promise<SecondLinePolicies>): void {
  test.each(GATES)('of %s: what was put is read as it was put, until it is taken away', async (gate) => {
    const policies = await make();
    expect(await there(policies, gate)).toEqual([undefined]);
    for (const policy of [secondLinePolicy(gate, AT), secondLinePolicy(gate, AT + 1)]) {
      await policies.put(gate, policy);
      expect(await there(policies, gate)).toEqual([JSON.stringify(policy)]);
    }
    await policies.remove(gate);
    expect(await there(policies, gate)).toEqual([undefined]);
  });

  test('one that is not there is taken away, and each gate has its own', async () => {
    const policies = await make();
    await policies.remove('reading');
    await policies.put('collection', secondLinePolicy('collection', AT));
    expect(await there(policies, 'reading')).toEqual([undefined]);
    await policies.remove('reading');
    expect(await there(policies, 'collection')).toEqual([expect.any(String)]);
  });
}

/** What every adapter of `SecondLineNotes` keeps. @param make one without notes */
export function secondLineNotesContract(make: () => Promise<SecondLineNotes>): void {
  test('a note a gate; the last one stands', async () => {
    const notes = await make();
    const note: SecondLineNote = { inForce: true, epoch: 2, at: AT, before: AT + 1, seenAt: AT + 2 };
    expect(await notes.read('collection')).toBeUndefined();
    await notes.write('collection', note);
    expect(await notes.read('collection')).toEqual(note);
    expect(await notes.read('reading')).toBeUndefined();
    const later = { ...note, inForce: false, epoch: 3 };
    await notes.write('collection', later);
    expect(await notes.read('collection')).toEqual(later);
  });
}
