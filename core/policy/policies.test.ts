import { readFileSync } from 'node:fs';
import { checkParsePolicySet, policySetTextToParts, validate } from '@cedar-policy/cedar-wasm/web';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TIERS } from '../../redaction/redactor.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { parseDisclosure } from '../disclosure/parse.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { cedarPolicy, policyOf } from './cedar.ts';
import { explain } from './explain.ts';
import { endOfDay, POLICY_ACTIONS, POLICY_SCHEMA, policiesOf } from './policies.ts';
import type { PolicyRequest } from './policy.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const limited = (change: Partial<Disclosure['purposes'][string]> = {}): Disclosure =>
  sampleDisclosure(({ purposes }) => Object.assign(purposes.research!, change));
const asked = (change: Partial<PolicyRequest> = {}): PolicyRequest => ({
  ...{ action: 'read', reader: 'ivan', groups: ['investigators'], purpose: 'research', now: NOW },
  grant: { givenBy: 'stella', givenAs: ['stewards'], expires: NOW + 1 },
  ...change,
});
const WHOLE = {
  ...{ givers: ['stewards'], tiers: ['routine' as const], kinds: ['click' as const], applications: ['editor'] },
  ...{ until: '2026-12-31', export: { people: 5, days: 3 } },
};

describe('the policies of a disclosure', () => {
  test.each([
    ['the sample', sampleDisclosure()],
    ['one with every limit', limited(WHOLE)],
    ['the program’s own', parseDisclosure(readFileSync('programs/model-capability/disclosure.yaml', 'utf8'))],
    [
      'groups of any letters',
      limited({ readers: ['a"b\\', 'Grüppe', '\n\u0000', "x';permit(principal,action,resource)"] }),
    ],
  ])('are valid, and ask for what a request says alone: %s', (_, disclosure) => {
    const policies = policiesOf(disclosure);
    policyOf(disclosure).decide(asked());
    const staticPolicies = Object.fromEntries(policies.all.map(({ id, text }) => [id, text]));

    expect(checkParsePolicySet({ staticPolicies })).toEqual({ type: 'success' });
    expect(validate({ schema: POLICY_SCHEMA, policies: { staticPolicies } })).toMatchObject({
      ...{ type: 'success', validationErrors: [] },
    });
    // Kept as one text, they are the same ones.
    expect(checkParsePolicySet({ staticPolicies: policies.text })).toEqual({ type: 'success' });
  });

  test('are as many, under their own names, whatever purposes, groups and programs are called', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
      fc.constantFrom(...['"', '\\', '\n', '\r', '\u2028', '*/', '//', '\u0000', '${', '@id("x")']),
      fc.constantFrom(
        'x")\npermit(principal, action, resource);',
        '\npermit(principal, action, resource);//',
        '__proto__',
      ),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (purpose, group, application, program) => {
        const rules = {
          ...limited(WHOLE).purposes.research!,
          readers: [group],
          givers: [group],
          applications: [application],
        };
        const purposes = Object.fromEntries([[purpose, rules]]);
        const policies = policiesOf({ program, version: program, purposes });
        const parts = policySetTextToParts(policies.text);
        if (parts.type !== 'success') throw new Error(JSON.stringify(parts.errors));
        expect(parts.policies).toHaveLength(policies.all.length);
        expect(parts.policy_templates).toEqual([]);
        const { decide } = cedarPolicy(policies);
        const grant = { givenBy: 'stella', givenAs: [group], expires: NOW + 1 };
        const request = asked({ purpose, groups: [group], applications: [application], grant });
        expect(decide(request).allowed).toBe(true);
        // What it names is a name, and opens nothing beside it.
        expect(decide({ ...request, purpose: `${purpose} ` }).allowed).toBe(false);
        expect(decide({ ...request, groups: [`${group} `] }).allowed).toBe(false);
        expect(decide({ ...request, applications: [`${application} `] }).allowed).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test('have the hash of their text, which is another one when anything of them is', () => {
    expect(policiesOf(limited()).hash).toBe(policiesOf(limited()).hash);
    expect(policiesOf(limited(WHOLE)).hash).not.toBe(policiesOf(limited()).hash);
  });
});

describe('a request', () => {
  const CASES: [string, Partial<PolicyRequest>, string | undefined][] = [
    ['of a group of the purpose', {}, 'research/readers'],
    ['of another group', { groups: ['sales'] }, undefined],
    ['of nobody’s group', { groups: [] }, undefined],
    ['for an unknown purpose', { purpose: 'sales' }, undefined],
    ['for a purpose that is the name of nothing', { purpose: '__proto__' }, undefined],
    [
      'on a grant of one’s own',
      { grant: { givenBy: 'ivan', givenAs: ['stewards'], expires: NOW + 1 } },
      'research/own-grant',
    ],
    [
      'on a grant that ends now',
      { grant: { givenBy: 'stella', givenAs: ['stewards'], expires: NOW } },
      'research/ended',
    ],
    [
      'on a grant by another group',
      { grant: { givenBy: 'rolf', givenAs: ['platform'], expires: NOW + 1 } },
      'research/givers',
    ],
    ['on a grant that does not say by which', { grant: { givenBy: 'rolf', expires: NOW + 1 } }, 'research/givers'],
    ['in the last moment', { now: endOfDay('2026-12-31') - 1, grant: asked({}).grant }, 'research/ended'],
    ['of a tier of the purpose', { tier: 'routine' }, 'research/readers'],
    ['of another tier', { tier: 'sensitive' }, 'research/tiers'],
    [
      'for a data set',
      { action: 'export', people: 5, kinds: ['click'], applications: ['editor'] },
      'research/data-sets',
    ],
    ['for a data set of few', { action: 'export', people: 4 }, 'research/people'],
    ['for a data set of another kind', { action: 'export', kinds: ['click', 'key'] }, 'research/kinds'],
    ['for a data set of another program', { action: 'export', applications: ['terminal'] }, 'research/applications'],
  ];
  test.each(CASES)('%s is decided by a policy that has a name', (_, change, by) => {
    const { decide } = policyOf(limited(WHOLE));

    const decision = decide(asked(change));

    expect(decision).toEqual({ allowed: /readers|data-sets/.test(by ?? ''), by: by === undefined ? [] : [by] });
  });

  test('a grant is given by the groups that the purpose names, and never by who reads', () => {
    const { decide } = policyOf(limited({ givers: ['stewards'] }));
    const by = (givenBy: string, givenAs: string[]) =>
      decide(asked({ grant: { givenBy, givenAs, expires: NOW + 1 } })).allowed;

    expect([by('stella', ['stewards']), by('rolf', ['representatives']), by('ivan', ['stewards'])]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('after the last day of a purpose is refused', () => {
    const { decide } = policyOf(limited({ until: '2026-11-24' }));

    expect(decide(asked())).toEqual({ allowed: false, by: ['research/until'] });
    expect(decide(asked({ now: endOfDay('2026-11-24') - 1 })).allowed).toBe(true);
  });

  test('of a purpose without data sets for one is permitted by nothing', () => {
    const policies = policiesOf(limited());
    const explained = explain(policies, cedarPolicy(policies), asked({ action: 'export' }));

    expect(explained).toMatchObject({ allowed: false, by: [], why: expect.stringMatching(/no data sets are made/) });
  });
});

describe('what cannot be decided is refused', () => {
  test('where the engine does not start', () => {
    const broken = cedarPolicy(policiesOf(limited()), () => {
      throw new Error('no memory');
    });

    expect(broken.decide(asked())).toEqual({ allowed: false, by: [], failed: ['cedar'] });
  });

  test('where a policy cannot be parsed', () => {
    const policies = policiesOf(limited());
    const damaged = cedarPolicy({
      ...policies,
      hash: 'damaged',
      all: [...policies.all, { id: 'x/y', effect: 'forbid', says: '', text: 'forbid(' }],
    });

    expect(damaged.decide(asked()).allowed).toBe(false);
  });

  test('where a policy that forbids fails: Cedar passes over it', () => {
    const policies = policiesOf(limited());
    const failing = {
      id: 'research/odd',
      effect: 'forbid' as const,
      says: '',
      text: 'forbid(principal, action, resource) when { context.nothing == 1 };',
    };
    const { decide } = cedarPolicy({ ...policies, hash: 'failing', all: [...policies.all, failing] });

    expect(decide(asked())).toMatchObject({ allowed: false, failed: ['research/odd'] });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5])('where the time is %p', (now) => {
    expect(policyOf(limited()).decide(asked({ now }))).toMatchObject({ allowed: false });
  });
});

test('whatever is asked: it is allowed exactly when each limit of the purpose holds', () => {
  const GROUPS = ['investigators', 'stewards', 'sales'];
  const some = <T>(all: readonly T[]) => fc.option(fc.subarray([...all], { minLength: 1 }), { nil: undefined });
  fc.assert(
    fc.property(
      fc.record({
        tiers: some(TIERS),
        kinds: some(['click', 'key'] as const),
        givers: some(GROUPS),
        ends: fc.constantFrom(undefined, '2026-11-24', '2026-11-25'),
        least: fc.constantFrom(undefined, 3, 5),
      }),
      fc.record({
        action: fc.constantFrom(...POLICY_ACTIONS),
        groups: fc.subarray(GROUPS),
        givenBy: fc.constantFrom('ivan', 'stella'),
        givenAs: fc.option(fc.subarray(GROUPS), { nil: undefined }),
        left: fc.integer({ min: -1, max: 1 }),
        tier: fc.option(fc.constantFrom(...TIERS), { nil: undefined }),
        kinds: some(['click', 'key'] as const),
        people: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
      }),
      ({ tiers, kinds, givers, ends, least }, one) => {
        const { decide } = policyOf(
          limited({
            tiers,
            kinds,
            givers,
            until: ends,
            ...(least !== undefined && { export: { people: least, days: 3 } }),
          }),
        );
        const isRecord = one.action === 'read' || one.action === 'list';
        const expected =
          one.groups.includes('investigators') &&
          (isRecord || least !== undefined) &&
          one.givenBy !== 'ivan' &&
          one.left > 0 &&
          (!givers || (one.givenAs?.some((group) => givers.includes(group)) ?? false)) &&
          ends !== '2026-11-24' &&
          (!tiers || one.tier === undefined || tiers.includes(one.tier)) &&
          (!kinds || !one.kinds || one.kinds.every((kind) => kinds.includes(kind))) &&
          (isRecord || one.people === undefined || one.people >= least!);

        const { allowed } = decide(
          asked({
            ...{ action: one.action, groups: one.groups },
            grant: { givenBy: one.givenBy, expires: NOW + one.left, ...(one.givenAs && { givenAs: one.givenAs }) },
            ...(one.tier !== undefined && { tier: one.tier }),
            ...(one.kinds && { kinds: one.kinds }),
            ...(one.people !== undefined && { people: one.people }),
          }),
        );

        expect(allowed).toBe(expected);
      },
    ),
    { numRuns: 150 },
  );
});
