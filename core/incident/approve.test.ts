import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { incidentSetup, RITA, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { agreed, approve } from './approve.ts';
import type { Approval } from './incident.ts';

type Change = Partial<Parameters<typeof approve>[1]>;

test('an approval names who, for which groups, over what and at which epoch, and so does its entry', async () => {
  const { published, parts, entries, clock } = await incidentSetup();
  const { id, order } = await published();
  const approver = { sub: 'stella', groups: ['guests', ...STELLA.groups, ...ROLF.groups] };

  const { approval, receipt } = await approve(parts, order(approver, 'terminate'));

  const { findings } = await parts.store.read(id);
  const [rolfs, stellas] = [ROLF.groups[0]!, STELLA.groups[0]!];
  expect(approval).toEqual({
    ...{ incident: id, approver: 'stella', groups: [rolfs, stellas], decision: 'terminate' },
    ...{ findings: findings!.document, version: 1, epoch: 2, at: clock.now() },
  });
  expect(await parts.store.approvals(id)).toEqual([approval]);
  const entry = (await entries()).find(({ kind }) => kind === 'approval');
  expect(entry).toMatchObject({
    ...{ ...receipt, at: clock.now(), actor: 'approver:stella', incident: id },
    detail: { decision: 'terminate', findings: findings!.document, epoch: 2, groups: `${rolfs} ${stellas}` },
  });
});

test.each<[string, string, Change]>([
  [
    'not-approver',
    'only members of representatives, stewards approve',
    { approver: { sub: 'ivan', groups: ['investigators'] } },
  ],
  ['own-report', 'the reporter approves nothing of this report', { approver: { ...STELLA, sub: RITA.sub } }],
  ['own-report', 'the reporter approves nothing of this report', { approver: { ...STELLA, asReporter: RITA.sub } }],
  ['findings', 'these are not the published findings', { findings: 'f'.repeat(64) }],
  ['epoch', 'the gate has moved on since', { epoch: 1 }],
  ['epoch', 'the gate has moved on since', { epoch: 3 }],
])('refused: %s, and people are told why', async (reason, message, change) => {
  const { published, parts, entries } = await incidentSetup();
  const { id, order } = await published();

  const asked = approve(parts, { ...order(STELLA), ...change });

  await expect(asked).rejects.toMatchObject({ reason, message });
  expect(await parts.store.approvals(id)).toEqual([]);
  expect((await entries()).filter(({ kind }) => kind === 'approval')).toEqual([]);
});

test.each([
  ['state', 'the incident holds no gate', 'low', {}],
  ['state', 'the incident is terminated', 'high', { status: 'terminated', concludedAt: 1 }],
  ['unpublished', 'the findings are not published', 'high', {}],
] as const)('there is nothing to decide: %s, %s', async (reason, message, severity, set) => {
  const { file, parts, clock } = await incidentSetup();
  const { incident } = await file({ incident: ulid(clock.now()), severity });
  await parts.store.advance(incident.incident, { set });

  const order = { incident: incident.incident, approver: STELLA, decision: 'resume' as const, findings: '', epoch: 2 };

  await expect(approve(parts, order)).rejects.toMatchObject({ reason, message });
});

const approval = (approver: string, groups: string[], change: Partial<Approval> = {}): Approval => ({
  ...{ incident: 'i', approver, groups, decision: 'resume', findings: 'f', epoch: 2, at: 0 },
  ...change,
});

describe('a deploy in the middle of an incident', () => {
  const [rolfs, stellas] = [ROLF.groups[0]!, STELLA.groups[0]!];
  const PAT = { sub: 'pat', groups: ['platform'] };

  test.each<[what: string, now: string[], who: { sub: string; groups: string[] }, approves: string[] | undefined]>([
    ['gives no voice to a group that it names', [rolfs, stellas, 'platform'], PAT, undefined],
    ['nor with everybody else taken out', ['platform', 'investigators'], PAT, undefined],
    ['takes none from those who had one, where no two would be left', ['platform', rolfs], STELLA, [stellas]],
    [
      'counts nobody for a group of now',
      [rolfs, stellas, 'platform'],
      { ...ROLF, groups: [...ROLF.groups, 'platform'] },
      [rolfs],
    ],
  ])('%s', async (_, now, who, approves) => {
    const { published, parts } = await incidentSetup();
    const { id, order } = await published();
    expect((await parts.store.read(id)).asked).toMatchObject({ approvers: [rolfs, stellas] });
    const gate = { ...parts.disclosure.gate, approvers: now };

    const given = approve({ ...parts, disclosure: { ...parts.disclosure, gate } }, order(who));

    await (approves
      ? expect(given).resolves.toMatchObject({ approval: { groups: approves } })
      : expect(given).rejects.toMatchObject({ reason: 'not-approver' }));
    expect(await parts.store.approvals(id)).toHaveLength(approves ? 1 : 0);
  });

  test('takes one from a group that decides nothing any more, where two are left', async () => {
    const three = sampleDisclosure((one) => {
      one.gate.approvers = [rolfs, stellas, 'guests'];
    });
    const { published, parts } = await incidentSetup(three);
    const { order } = await published();
    const gate = { ...three.gate, approvers: [rolfs, stellas] };
    const given = approve({ ...parts, disclosure: { ...three, gate } }, order({ sub: 'gus', groups: ['guests'] }));
    await expect(given).rejects.toMatchObject({ reason: 'not-approver' });
  });
});

test('nobody agrees over findings that are not published, and nobody without a group counts', () => {
  const both = [approval('a', ['s']), approval('b', ['r'])];
  const findings = { document: 'f', name: '', sha256: '', bytes: 0 };
  expect(agreed(both, 'resume', { reporter: 'rita' }, 2)).toBeUndefined();
  expect(agreed(both, 'resume', { reporter: 'rita', findings }, 2)).toEqual(both);
  for (const order of [0, 1]) {
    const pair = [approval('a', []), approval('b', ['s', 'r'])];
    if (order === 1) pair.reverse();
    expect(agreed(pair, 'resume', { reporter: 'rita', findings }, 2)).toBeUndefined();
  }
});

describe('who has to agree', () => {
  const incident = { reporter: 'rita', findings: { document: 'f', name: '', sha256: '', bytes: 0 } };
  const agree = (...approvals: Approval[]) => agreed(approvals, 'resume', incident, 2) !== undefined;

  test.each<[boolean, string, Approval[]]>([
    [true, 'two people of two groups', [approval('a', ['s']), approval('b', ['r'])]],
    [true, 'two people who share a group, one has another too', [approval('a', ['s']), approval('b', ['s', 'r'])]],
    [false, 'one person', [approval('a', ['s'])]],
    [false, 'one person of two groups', [approval('a', ['s', 'r'])]],
    [false, 'one person twice', [approval('a', ['s']), approval('a', ['r'])]],
    [false, 'two people of one group', [approval('a', ['s']), approval('b', ['s'])]],
    [false, 'one of them the reporter', [approval('a', ['s']), approval('rita', ['r'])]],
    [
      false,
      'one of them the reporter by another name',
      [approval('a', ['s']), approval('b', ['r'], { asReporter: 'rita' })],
    ],
    [false, 'over different findings', [approval('a', ['s']), approval('b', ['r'], { findings: 'g' })]],
    [false, 'over different epochs', [approval('a', ['s']), approval('b', ['r'], { epoch: 3 })]],
    [false, 'for different decisions', [approval('a', ['s']), approval('b', ['r'], { decision: 'terminate' })]],
    [false, 'one without a group', [approval('a', ['s', 'r']), approval('b', [])]],
  ])('%p: %s', (expected, _, approvals) => {
    expect(agree(...approvals)).toBe(expected);
  });

  test('agreement is exactly: two different people, each for a group of their own, neither the reporter', () => {
    const anyone = fc.constantFrom('a', 'b', 'rita');
    const groups = fc.subarray(['s', 'r', 't']);
    const any = fc
      .tuple(anyone, groups, fc.constantFrom('f', 'g'), fc.constantFrom(2, 3))
      .map(([who, of, findings, epoch]) => approval(who, of, { findings, epoch }));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (approvals) => {
        const good = approvals.filter(
          ({ findings, epoch, approver }) => findings === 'f' && epoch === 2 && approver !== 'rita',
        );
        const expected = good.some((one) =>
          good.some(
            (other) =>
              other.approver !== one.approver &&
              one.groups.some((mine) => other.groups.some((theirs) => theirs !== mine)),
          ),
        );
        expect(agree(...approvals)).toBe(expected);
      }),
    );
  });
});
