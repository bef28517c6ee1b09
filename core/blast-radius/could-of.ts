import type { Explanation, Reader } from '../exposure/answers.ts';
import type { Exposed } from '../exposure/exposure.ts';
import { type Inventory, PROBLEMS } from '../exposure/load.ts';
import type { Could, Exposure, Step } from './could.ts';

/** What `core/exposure` answers of an inventory, as a blast radius asks it. Who could first change a policy, and read then, is none of them. */

export interface CouldOfOptions {
  /** Ids or names. @default all whose storage is among these ARNs */
  dataSets?: readonly string[];
  /** ARNs of storage, `*` for any end. */
  storage?: readonly string[];
  /** Who is not listed. @default nobody */
  skips?: (reader: Reader) => boolean;
  /** Conditions, in words. */
  words: (reader: Reader) => string;
  onDataSet?: (done: number, of: number) => unknown;
}

/** More ways than anybody reads. */
const MOST_POLICIES = 6;

export function couldOf(exposed: Exposed, inventory: Inventory, options: CouldOfOptions): Exposure {
  const { dataSets, storage = [], skips = () => false, words, onDataSet } = options;
  const meant = exposed.dataSets.filter(({ id, name, storage: lies }) =>
    dataSets
      ? dataSets.includes(id) || dataSets.includes(name)
      : lies.some((arn) => storage.some((one) => bare(arn).startsWith(bare(one)) || bare(one).startsWith(bare(arn)))),
  );
  const missing = (dataSets ?? []).filter((one) => !meant.some(({ id, name }) => id === one || name === one));
  const answers = meant.flatMap(({ id }, at) => {
    onDataSet?.(at, meant.length);
    return exposed
      .whoCanRead(id)
      .filter((reader) => reader.how !== 'opens' && reader.verdict !== 'no' && !skips(reader))
      .map((reader): Could => {
        const said = reader.verdict === 'yes' ? '' : words(reader);
        return {
          ...{ principal: reader.principal, dataset: id, verdict: reader.verdict as Could['verdict'] },
          ways: waysOf(reader, exposed.explain(reader.chain.at(-1) ?? reader.principal, id)),
          conditions: said === '' ? [] : [said],
        };
      });
  });
  return {
    at: inventory.head.begun,
    answers,
    alike: {},
    problems: [
      ...new Set(inventory.problems.map(({ problem }) => `inventory: ${PROBLEMS[problem]}`)),
      ...inventory.gaps
        .slice(0, 50)
        .map(({ kind, id, account, why }) => `inventory: no ${kind} ${id ?? account ?? ''}: ${why}`),
      ...missing.map((one) => `inventory: no data set ${one}`),
    ],
  };
}

const bare = (arn: string): string => arn.replace(/\/?\*$/, '');

/** From who it is over whom it becomes to each policy that lets it in, the key, and the data. */
function waysOf({ principal, chain }: Reader, { steps, dataSet }: Explanation): Step[][] {
  const begin: Step[] = [{ is: 'principal', name: principal }, ...chain.map((name): Step => ({ is: 'role', name }))];
  const allowing = (about: RegExp, not = false) =>
    steps
      .filter(({ need, verdict }) => about.test(need) !== not && verdict !== 'no')
      .flatMap(({ statements }) => statements.filter(({ effect, applies }) => effect === 'Allow' && applies !== 'no'));
  const unique = new Map(
    allowing(/kms:/, true).map(({ policy, statement }) => [`${policy} ${statement}`, { policy, statement }]),
  );
  const keys = steps.filter(({ need, verdict }) => /kms:/.test(need) && verdict !== 'no').map(({ need }) => need);
  const end: Step[] = [
    ...[...new Set(keys)].slice(0, 2).map((name): Step => ({ is: 'key', name })),
    { is: 'data', name: dataSet },
  ];
  const policies = [...unique.values()].slice(0, MOST_POLICIES);
  if (policies.length === 0) return [[...begin, ...end]];
  return policies.map(({ policy, statement }) => [...begin, { is: 'policy', name: policy, says: statement }, ...end]);
}
