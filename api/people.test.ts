import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { sampleDisclosure } from '../core/disclosure/sample.ts';
import { CAPABILITY_NAMES, type Capability, holdersOf, may, PEOPLE_ROLES, peopleSchema, rightsOf } from './people.ts';

/** Who had which right before disclosures could say so: what a disclosure without the part still means. */
const WITHOUT_WORDS: Record<Capability, string[]> = {
  'give-grants': ['stewards'],
  'list-records': ['stewards', 'representatives', 'platform'],
  'keep-directory': ['platform', 'stewards'],
  'read-reports': ['investigators', 'stewards'],
  'work-on-incidents': ['investigators', 'stewards'],
  resume: ['platform', 'representatives', 'stewards'],
  pause: ['platform', 'stewards'],
  'see-grants': ['stewards', 'representatives'],
  'see-books': ['platform', 'representatives', 'investigators'],
  'see-participation': ['representatives', 'stewards', 'platform'],
  'see-alarms': ['representatives', 'platform'],
  'read-ledger': ['investigators', 'representatives', 'stewards', 'platform'],
  'see-incidents': ['investigators', 'representatives', 'stewards', 'platform'],
};

describe('who has a capability', () => {
  test.each(CAPABILITY_NAMES)('%s: the groups named as the roles, where the disclosure is silent', (capability) => {
    expect(holdersOf(sampleDisclosure(), capability)).toEqual(WITHOUT_WORDS[capability]);
  });

  test.each(CAPABILITY_NAMES)('%s: the groups that the disclosure calls by the roles', (capability) => {
    const disclosure = sampleDisclosure((d) => {
      d.people = peopleSchema.parse({ roles: Object.fromEntries(PEOPLE_ROLES.map((role) => [role, [`our-${role}`]])) });
      d.gate.approvers = ['our-representatives', 'our-stewards'];
      d.purposes.research!.readers = ['our-investigators'];
    });

    expect(holdersOf(disclosure, capability)).toEqual(WITHOUT_WORDS[capability].map((group) => `our-${group}`));
    for (const group of WITHOUT_WORDS[capability]) expect(may(disclosure, [group], capability)).toBe(false);
  });

  test.each(CAPABILITY_NAMES)('%s: the groups that the disclosure gives it to, in place of the roles', (capability) => {
    const disclosure = sampleDisclosure((d) => {
      d.people = peopleSchema.parse({ rights: { [capability]: ['auditors'] } });
      d.gate.approvers = ['a', 'b'];
      d.purposes.research!.readers = ['c'];
    });

    expect(may(disclosure, ['auditors'], capability)).toBe(true);
    expect(may(disclosure, PEOPLE_ROLES, capability)).toBe(false);
  });

  test('nobody without a group has any', () => {
    for (const capability of CAPABILITY_NAMES) expect(may(sampleDisclosure(), [], capability)).toBe(false);
  });
});

test.each([
  ['an unknown role', { roles: { janitors: ['a'] } }],
  ['an unknown right', { rights: { 'read-minds': ['a'] } }],
  ['a right of nobody', { rights: { pause: [] } }],
  ['a name with a space, which no token can carry', { roles: { stewards: ['Data Stewards'] } }],
  ['another key', { groups: {} }],
])('%s is refused', (_, people) => {
  expect(peopleSchema.safeParse(people).success).toBe(false);
});

test('the page of rights names every group that the disclosure gives anything to', () => {
  const disclosure = sampleDisclosure((d) => {
    d.people = peopleSchema.parse({ roles: { platform: ['DP-Platform'] }, rights: { 'see-books': ['auditors'] } });
    d.population.excluded = ['legal'];
  });

  const page = rightsOf(disclosure);

  expect(new Set(page.flatMap(({ groups }) => groups))).toEqual(
    new Set(['employees', 'investigators', 'representatives', 'stewards', 'DP-Platform', 'auditors']),
  );
  expect(page.map(({ right }) => right)).toEqual(
    expect.arrayContaining(['population.groups', 'gate.closers', 'gate.approvers', 'purposes.research', 'see-books']),
  );
  expect(page[0]!.may).toContain('unless in legal');
});

test('no group stands in the product but in the page of people and where the user pool makes them', () => {
  const named = ['api', 'core', 'functions', 'cli', 'lib', 'agent'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.test|\.contract)\.ts$/.test(file) && !file.includes('node_modules'))
      .map((file) => `${folder}/${file}`)
      .filter((file) => PEOPLE_ROLES.some((role) => readFileSync(file, 'utf8').includes(`'${role}'`))),
  );

  expect(named).toEqual(['api/people.ts']);
});
