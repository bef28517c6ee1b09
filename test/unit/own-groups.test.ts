import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { CAPABILITY_NAMES, type Capability, may } from '../../api/people.ts';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import { SAMPLE_YAML } from '../../core/disclosure/sample.ts';
import { decide } from '../../core/incident/decide.ts';
import { pauseProgram } from '../../core/incident/report.ts';
import { viewIncident, viewIncidents } from '../../core/incident/view.ts';
import { visibleGrants } from '../../core/reading/access.ts';
import { giveGrant } from '../../core/reading/grant.ts';
import { listForPurpose } from '../../core/reading/list.ts';
import { requireRight } from '../../core/shared/rights.ts';
import { createProgram, refusal } from '../fixtures/program.ts';

/** A customer whose identity provider has groups of its own names: none is called as ours are. */
const DISCLOSURE = parseDisclosure(
  SAMPLE_YAML.replace('groups: [employees]', 'groups: [Staff]')
    .replace('readers: [investigators]', 'readers: [DP-Investigators]')
    .replace('closers: [employees]', 'closers: [Staff]')
    .replace('approvers: [representatives, stewards]', 'approvers: [WorksCouncil, DP-Stewards]')
    .concat(`people:
  roles:
    investigators: [DP-Investigators]
    representatives: [WorksCouncil]
    stewards: [DP-Stewards]
    platform: [SRE]
`),
);
const [DINA, WANDA, IVO, SAM] = [
  { sub: 'dina', groups: ['DP-Stewards'] },
  { sub: 'wanda', groups: ['WorksCouncil'] },
  { sub: 'ivo', groups: ['DP-Investigators'] },
  { sub: 'sam', groups: ['SRE'] },
];
/** Has every group by the names that mean something elsewhere, and none that this customer gave a right to. */
const STRANGER = { sub: 'stranger', groups: ['investigators', 'representatives', 'stewards', 'platform', 'employees'] };

async function setup() {
  const program = createProgram({ disclosure: DISCLOSURE });
  const pause = (reporter = DINA) =>
    pauseProgram(program.parts, { incident: ulid(program.time.now), reporter, text: 'stop' });
  return { program, parts: program.parts, pause };
}

describe('a customer’s own groups', () => {
  test.each<[Capability, ...{ groups: string[] }[]]>([
    ['give-grants', DINA],
    ['list-records', DINA, WANDA, SAM],
    ['keep-directory', DINA, SAM],
    ['read-reports', DINA, IVO],
    ['work-on-incidents', DINA, IVO],
    ['resume', DINA, WANDA, SAM],
    ['pause', DINA, SAM],
    ['see-grants', DINA, WANDA],
    ['see-books', IVO, WANDA, SAM],
    ['see-participation', DINA, WANDA, SAM],
    ['see-alarms', WANDA, SAM],
    ['read-ledger', DINA, WANDA, IVO, SAM],
    ['see-incidents', DINA, WANDA, IVO, SAM],
  ])('%s', (capability, ...holders) => {
    for (const person of [DINA, WANDA, IVO, SAM, STRANGER]) {
      expect([person.groups, may(DISCLOSURE, person.groups, capability)]).toEqual([
        person.groups,
        holders.includes(person),
      ]);
    }
    expect(() => requireRight(DISCLOSURE, STRANGER.groups, capability)).toThrow(
      expect.objectContaining({ reason: 'forbidden' }),
    );
  });

  test('give grants, and read with them', async () => {
    const { program } = await setup();
    const give = (giver: { sub: string; groups: string[] }) =>
      giveGrant(program.grants, DISCLOSURE, program.clock, { giver, reader: 'ivo', purpose: 'research', hours: 1 });

    await program.grants.ask({
      reader: 'ivo',
      purpose: 'research',
      hours: 1,
      askedAt: 0,
      expires: Number.MAX_SAFE_INTEGER,
    });
    expect(await refusal(give(DINA))).toBe('done');
    expect(await refusal(give(STRANGER))).toBe('forbidden');
    const seenBy = ({ sub, groups }: typeof DINA) =>
      visibleGrants(DISCLOSURE, { sub, groups }, [{ reader: 'ivo' }]).length;
    expect([DINA, WANDA, STRANGER].map(seenBy)).toEqual([1, 1, 0]);
    const lists = ({ sub, groups }: typeof DINA) =>
      refusal(
        listForPurpose(
          program.readParts,
          { sub, groups, pseudonym: sub },
          { purpose: 'research', reason: 'r', query: { from: 0, to: 1, limit: 1 } },
        ),
      );
    expect([await lists(IVO), await lists(DINA), await lists(STRANGER)]).toEqual(['done', 'purpose', 'purpose']);
  });

  test('pause as often as it takes, see what came of it, approve', async () => {
    const { program, parts, pause } = await setup();
    expect(await refusal(pause(STRANGER))).toBe('not-closer');
    for (let at = 0; at < DISCLOSURE.gate.closuresPerDay; at++) await pause();

    const { incident } = await pause();
    const id = incident.incident;

    const view = ({ sub, groups }: typeof DINA) => viewIncident(parts, id, { namesIn: () => [sub], groups });
    expect((await view(IVO)).text).toBe('stop');
    expect(await view(WANDA)).toMatchObject({ incident: { incident: id }, receipt: {} });
    expect((await view(WANDA)).text).toBeUndefined();
    expect(await refusal(view(STRANGER))).toBe('not-found');
    const listed = async ({ sub, groups }: typeof DINA) =>
      (await viewIncidents(parts, { namesIn: () => [sub], groups }, new Map())).incidents.length;
    expect([await listed(SAM), await listed(STRANGER)]).toEqual([DISCLOSURE.gate.closuresPerDay + 1, 0]);

    await program.workflow(id);
    const { findings, epochs } = await parts.store.read(id);
    const order = {
      incident: id,
      decision: 'resume' as const,
      findings: findings!.document,
      epoch: epochs!.collection,
    };
    expect(await refusal(decide(parts, { ...order, approver: WANDA }))).toBe('done');
    expect(await refusal(decide(parts, { ...order, approver: STRANGER }))).toBe('not-approver');
  });

  test('every capability was tried', () => {
    expect(CAPABILITY_NAMES).toHaveLength(13);
  });
});
