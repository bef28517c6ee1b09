import { expect, test } from '@jest/globals';
import { answer, answerOf } from '../../../core/exposure/classes.ts';
import { exposure } from '../../../core/exposure/exposure.ts';
import type { Verdict } from '../../../core/exposure/formula.ts';
import type { Thing } from '../../../core/exposure/inventory.ts';
import { inventory } from '../../fixtures/policies/account.ts';
import { account } from '../../fixtures/policies/accounts.ts';
import { ours } from '../../fixtures/policies/answers.ts';
import { type Case, makeCase } from '../../fixtures/policies/generate.ts';
import { random } from '../../fixtures/policies/random.ts';

/* What must hold of every answer, on policies at random; each failure names its seed. */

const CASES = 1500;
/** Between "if" and unknown neither is the wider one. */
const width = (verdict: Verdict): number => ({ no: 0, if: 1, unknown: 1, yes: 2 })[verdict];
const failing = (holds: (one: Case, seed: number) => boolean): number[] =>
  Array.from({ length: CASES }, (_, seed) => seed).filter((seed) => !holds(makeCase(seed), seed));

const statement = (one: Case, seed: number, effect: 'Allow' | 'Deny'): object => {
  const other = makeCase(seed + 1_000_000);
  const [document] = [...other.identity, { Statement: [] }] as { Statement: object | object[] }[];
  const [first] = [document!.Statement].flat() as object[];
  return { Version: '2012-10-17', Statement: { ...(first ?? { Action: one.action, Resource: '*' }), Effect: effect } };
};

test('another deny never widens', () => {
  expect(
    failing(
      (one, seed) =>
        width(ours({ ...one, identity: [...one.identity, statement(one, seed, 'Deny')] }).verdict) <=
        width(ours(one).verdict),
    ),
  ).toEqual([]);
});

test('another allow never narrows', () => {
  expect(
    failing(
      (one, seed) =>
        width(ours({ ...one, identity: [...one.identity, statement(one, seed, 'Allow')] }).verdict) >=
        width(ours(one).verdict),
    ),
  ).toEqual([]);
});

test('a policy that cannot be read makes no yes and no new no', () => {
  const broken = { Version: '2012-10-17', Statement: [{ Effect: 'Perhaps' }] };

  expect(
    failing((one) => {
      if (one.principal.kind === 'anonymous') return true;
      const [before, after] = [ours(one).verdict, ours({ ...one, identity: [...one.identity, broken] }).verdict];
      return after === 'unknown' || (after === 'no' && before === 'no');
    }),
  ).toEqual([]);
});

test('and where nothing else forbids it, it is unknown', () => {
  const broken = { Version: '2012-10-17', Statement: 'none' };
  const plain = (one: Case): Case => ({
    ...one,
    identity: [broken],
    serviceControl: [],
    resourceControl: [],
    context: {},
  });

  expect(
    failing((one) => {
      const { boundary: _, session: __, resourcePolicy: ___, ...rest } = plain(one);
      const bare = { ...rest, owner: rest.principal.arn.split(':')[4] ?? '' };
      return rest.principal.kind === 'anonymous' || /^(kms|sts):/.test(one.action) || ours(bare).verdict === 'unknown';
    }),
  ).toEqual([]);
});

test('asking classes is asking each pair', async () => {
  for (let seed = 0; seed < 40; seed++) {
    const rows: Thing[] = account(random(seed));
    const exposed = exposure(await inventory(rows));
    const wrong = exposed.dataSets.flatMap(({ id, ways }) => {
      const byClass = exposed.verdicts(id);
      return exposed.principals.flatMap((principal) => {
        const { can } = answerOf(answer(principal, ways, false));
        const other = byClass.get(principal.id);
        return (other?.how === 'itself' ? other.verdict : 'no') === can
          ? []
          : [`${seed}: ${principal.id} ${id}: ${can}, not ${other?.verdict} ${other?.how}`];
      });
    });
    expect(wrong).toEqual([]);
  }
});

test('what is scanned is what each data set is asked', async () => {
  for (let seed = 100; seed < 110; seed++) {
    const exposed = exposure(await inventory(account(random(seed))));
    for (const { id, readers, through, opens } of exposed.scan().rows) {
      const found = exposed.whoCanRead(id);
      const count = (how: string, verdict?: Verdict) =>
        found.filter((one) => one.how === how && (verdict === undefined || one.verdict === verdict)).length;

      expect([
        seed,
        id,
        count('itself', 'yes'),
        count('itself', 'if'),
        count('itself', 'unknown'),
        count('through'),
        count('opens'),
      ]).toEqual([seed, id, readers.yes, readers.if, readers.unknown, through, opens]);
    }
  }
});
