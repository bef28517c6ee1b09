import * as z from 'zod';

/**
 * What people may do, as a page: a row a capability. Groups stand nowhere else: the disclosure says which groups of the
 * identity provider the four roles are, and may give a capability to groups of its own (`people` in its file).
 */

/** Roles that a program has, beside the subjects. A group of the same name by default. */
export const PEOPLE_ROLES = ['investigators', 'representatives', 'stewards', 'platform'] as const;
export type PeopleRole = (typeof PEOPLE_ROLES)[number];

/**
 * What more people with it mean to subjects: a `power` reaches further into what was collected, a `brake` stops more
 * easily, `oversight` watches those who hold the powers.
 */
type CapabilityKind = 'power' | 'brake' | 'oversight';

interface CapabilityRow {
  /** Completes "may ...". */
  may: string;
  kind: CapabilityKind;
  /** Who has it where the disclosure says nothing else. */
  roles: readonly PeopleRole[];
  /** Who has it in any case, by another part of the disclosure. */
  always?: (disclosure: PeopleRules) => readonly string[];
}

const TABLE = {
  'give-grants': {
    may: 'give others, never themselves, a grant to read for a purpose',
    kind: 'power',
    roles: ['stewards'],
  },
  'list-records': {
    may: 'see how many records there are, day by day, where they are of several people; never of whom',
    kind: 'oversight',
    roles: ['stewards', 'representatives', 'platform'],
  },
  'keep-directory': {
    may: 'replace the directory of names that redaction looks for',
    kind: 'power',
    roles: ['platform', 'stewards'],
  },
  'read-reports': {
    may: 'read what reporters wrote, which may hold what was collected',
    kind: 'power',
    roles: ['investigators', 'stewards'],
  },
  'work-on-incidents': {
    may: 'lead incidents, give tasks, add notes, evidence and causes, and read what others wrote of them',
    kind: 'power',
    roles: ['investigators', 'stewards'],
  },
  resume: {
    may: 'ask for the resume that two others have approved',
    kind: 'power',
    roles: ['platform'],
    always: ({ gate }) => gate.approvers,
  },
  pause: {
    may: 'pause the program, as often as it takes',
    kind: 'brake',
    roles: ['platform', 'stewards'],
  },
  'see-grants': {
    may: 'see all grants, not only their own',
    kind: 'oversight',
    roles: ['stewards', 'representatives'],
  },
  'see-books': {
    may: 'see whether the books balance',
    kind: 'oversight',
    roles: ['platform', 'representatives', 'investigators'],
  },
  'see-participation': {
    may: 'see once a day about how many take part, never who',
    kind: 'oversight',
    roles: ['representatives', 'stewards', 'platform'],
  },
  'see-alarms': {
    may: 'see which alarms of the program ring, and what that means',
    kind: 'oversight',
    roles: ['representatives', 'platform'],
  },
  'read-ledger': {
    may: 'read the ledger: who read, gave, decided what, and why',
    kind: 'oversight',
    roles: ['investigators', 'representatives', 'stewards', 'platform'],
  },
  'see-incidents': {
    may: 'see all incidents with receipts, certificates and findings, not only their own',
    kind: 'oversight',
    roles: ['investigators', 'representatives', 'stewards', 'platform'],
  },
} as const satisfies Readonly<Record<string, CapabilityRow>>;

export type Capability = keyof typeof TABLE;
export const CAPABILITIES: Readonly<Record<Capability, CapabilityRow>> = TABLE;
export const CAPABILITY_NAMES = Object.keys(TABLE) as [Capability, ...Capability[]];

/** HTTP APIs hand groups over apart by spaces: a name with one could never be recognised. */
const group = z.string().regex(/^[^\s,[\]"]{1,128}$/, 'names of groups hold no spaces, commas, brackets or quotes');
const groups = z.array(group).min(1);

/** The part `people` of a disclosure. Left out, the roles are groups of the same names. */
export const peopleSchema = z
  .strictObject({
    roles: z
      .strictObject(
        Object.fromEntries(PEOPLE_ROLES.map((role) => [role, groups.default([role])])) as {
          [R in PeopleRole]: z.ZodDefault<typeof groups>;
        },
      )
      .prefault({})
      .meta({
        description: 'Groups of the identity provider that are a role; a group of the same name where nothing is said.',
      }),
    rights: z
      .partialRecord(z.enum(CAPABILITY_NAMES), groups)
      .default({})
      .meta({ description: 'Groups that have a capability in place of the roles that have it otherwise.' }),
  })
  .prefault({});

/** What of a disclosure decides about people. */
export interface PeopleRules {
  population: { groups: readonly string[]; excluded: readonly string[] };
  purposes: Readonly<Record<string, { readers: readonly string[] }>>;
  gate: { closers: readonly string[]; approvers: readonly string[]; closuresPerDay: number };
  people: z.infer<typeof peopleSchema>;
}

/** Groups that have a capability, each once. */
export function holdersOf(disclosure: PeopleRules, capability: Capability): string[] {
  const { roles, always }: CapabilityRow = TABLE[capability];
  const { people } = disclosure;
  const given = people.rights[capability] ?? roles.flatMap((role) => people.roles[role]);
  return [...new Set([...given, ...(always?.(disclosure) ?? [])])];
}

/** Whether a program is about somebody in these groups: they may take part, and are told what becomes of it. */
export const isCovered = ({ population }: Pick<PeopleRules, 'population'>, theirs: readonly string[]): boolean =>
  population.groups.some((one) => theirs.includes(one)) && !population.excluded.some((one) => theirs.includes(one));

/** Whether somebody in these groups has a capability. */
export const may = (disclosure: PeopleRules, theirs: readonly string[], capability: Capability): boolean =>
  holdersOf(disclosure, capability).some((one) => theirs.includes(one));

/** One line of the page of people's rights. */
export interface Right {
  /** A capability, or the part of the disclosure that says it. */
  right: string;
  may: string;
  groups: string[];
}

/** The page of people's rights under a disclosure: its capabilities, and what other parts of it say about people. */
export function rightsOf(disclosure: PeopleRules): Right[] {
  const { population, purposes, gate } = disclosure;
  const excluded = population.excluded.length > 0 ? `, unless in ${population.excluded.join(', ')}` : '';
  return [
    { right: 'population.groups', may: `enrol, consent and take part${excluded}`, groups: [...population.groups] },
    {
      right: 'gate.closers',
      may: `close both gates by a report of high severity, up to ${gate.closuresPerDay} times a day each`,
      groups: [...gate.closers],
    },
    {
      right: 'gate.approvers',
      may: 'approve to resume or to end the program; two people, of different groups',
      groups: [...gate.approvers],
    },
    ...Object.entries(purposes).map(([purpose, { readers }]) => ({
      right: `purposes.${purpose}`,
      may: `read records for this purpose while they hold a grant`,
      groups: [...readers],
    })),
    ...CAPABILITY_NAMES.map((capability) => ({
      right: capability,
      may: CAPABILITIES[capability].may,
      groups: holdersOf(disclosure, capability),
    })),
  ];
}
