import { inOneLine } from '../../wire/printable.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { sha256 } from '../shared/canonical-json.ts';

/**
 * What the purposes of a disclosure let readers do, as policies of Cedar (https://docs.cedarpolicy.com): one that permits, and one that
 * forbids for each limit, so that a refusal is by a policy that has a name. They are asked in front of the transaction of a read, and let
 * nothing happen by themselves.
 */

/** `slice`: of segments for a data set that was begun. */
export const POLICY_ACTIONS = ['read', 'list', 'export', 'slice', 'fetch'] as const;
export type PolicyAction = (typeof POLICY_ACTIONS)[number];

export interface CompiledPolicy {
  /** `<purpose>/<what>`. */
  id: string;
  effect: 'permit' | 'forbid';
  /** In a line, for people. */
  says: string;
  /** Cedar. */
  text: string;
}

export interface Policies {
  program: string;
  /** Of the disclosure. */
  version: string;
  all: readonly CompiledPolicy[];
  /** All of them, as they are kept with what was made under them. */
  text: string;
  /** Hex SHA-256 of the text. */
  hash: string;
}

type Rules = Disclosure['purposes'][string];

/** What every request says; a policy that asks for anything else does not validate. */
export const POLICY_SCHEMA = `
entity Group;
entity Reader in [Group];
entity Purpose;
action "read", "list", "export", "slice", "fetch" appliesTo {
  principal: Reader,
  resource: Purpose,
  context: {
    now: Long,
    grant: { givenBy: Reader, givenAs?: Set<String>, expires: Long },
    tier?: String,
    kinds?: Set<String>,
    applications?: Set<String>,
    people?: Long,
  },
};
`.trim();

/** A text in Cedar. JSON's escapes are not Cedar's. */
const quoted = (text: string): string =>
  `"${[...text].map((one) => (/[\p{L}\p{N} ._:/@-]/u.test(one) ? one : `\\u{${one.codePointAt(0)!.toString(16)}}`)).join('')}"`;
const setOf = (members: readonly string[]): string => `[${members.map(quoted).join(', ')}]`;
const actionsOf = (actions: readonly PolicyAction[]): string =>
  `[${actions.map((action) => `Action::"${action}"`).join(', ')}]`;

const OF_RECORDS: readonly PolicyAction[] = ['read', 'list'];
const OF_DATA_SETS: readonly PolicyAction[] = ['export', 'slice', 'fetch'];

/** The end of a day, ms. */
export const endOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) + 86_400_000;

export function policiesOf(disclosure: Pick<Disclosure, 'program' | 'version' | 'purposes'>): Policies {
  const { program, version } = disclosure;
  const all = Object.entries(disclosure.purposes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([purpose, rules]) => ofPurpose(purpose, rules));
  const told = all.map(({ id, says, text }) => `// ${inOneLine(`${id}: ${says}`)}\n${text}`);
  const text = `// ${inOneLine(`${program} ${version}`)}\n\n${told.join('\n\n')}\n`;
  return { program, version, all, text, hash: sha256(text) };
}

function ofPurpose(purpose: string, rules: Rules): CompiledPolicy[] {
  const head = (actions: readonly PolicyAction[]) =>
    `(\n  principal,\n  action in ${actionsOf(actions)},\n  resource == Purpose::${quoted(purpose)}\n)`;
  const policy = (
    effect: CompiledPolicy['effect'],
    what: string,
    says: string,
    actions: readonly PolicyAction[],
    when: string,
  ): CompiledPolicy => ({
    ...{ id: `${purpose}/${what}`, effect, says },
    text: `@id(${quoted(`${purpose}/${what}`)})\n${effect}${head(actions)} when {\n  ${when}\n};`,
  });
  const forbid = (
    what: string,
    says: string,
    when: string,
    actions: readonly PolicyAction[] = [...OF_RECORDS, ...OF_DATA_SETS],
  ) => policy('forbid', what, says, actions, when);
  /** What a purpose has a list of: nothing else. */
  const only = (what: string, of: string, those: readonly string[] | undefined, when: (all: string) => string) =>
    those ? [forbid(what, `${of} of ${those.join(', ')} alone`, when(setOf(those)))] : [];
  const containing = (name: string) => (all: string) => `context has ${name} && !(${all}.containsAll(context.${name}))`;
  const permit = (what: string, says: string, actions: readonly PolicyAction[]) =>
    policy('permit', what, says, actions, `principal in [${groups}]`);
  const groups = rules.readers.map((group) => `Group::${quoted(group)}`).join(', ');
  const readers = rules.readers.join(', ');
  const { tiers, kinds, applications, until, givers, export: dataSets } = rules;
  return [
    permit('readers', `members of ${readers} read and list records`, OF_RECORDS),
    ...(dataSets ? [permit('data-sets', `members of ${readers} make and open data sets`, OF_DATA_SETS)] : []),
    forbid('own-grant', 'nobody reads by a grant of their own', 'context.grant.givenBy == principal'),
    forbid('ended', 'nobody reads by a grant that has ended', 'context.now >= context.grant.expires'),
    ...(givers
      ? [
          forbid(
            'givers',
            `a grant is given by ${givers.join(', ')}`,
            `!(context.grant has givenAs && ${setOf(givers)}.containsAny(context.grant.givenAs))`,
          ),
        ]
      : []),
    ...(until === undefined
      ? []
      : [forbid('until', `nothing is read after ${until}`, `context.now >= ${endOfDay(until)}`)]),
    ...only('tiers', 'segments', tiers, (all) => `context has tier && !(${all}.contains(context.tier))`),
    ...only('kinds', 'events', kinds, containing('kinds')),
    ...only('applications', 'events', applications, containing('applications')),
    ...(dataSets
      ? [
          forbid(
            'people',
            `data sets are of ${dataSets.people} people at least`,
            `context has people && context.people < ${dataSets.people}`,
            OF_DATA_SETS,
          ),
        ]
      : []),
  ];
}
