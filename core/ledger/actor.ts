/** Who did what an entry says: `<role word>:<name>`, so that nobody is taken for somebody else by the form of a name. */

/**
 * A row a kind of entry: in which roles it can be done. By these names: `subject` by pseudonym, of a choice by a name of the entry alone,
 * `reader` and `giver` by `sub` of the token, `approver` and `responder` (works on an incident) by pseudonym, `closer` (by hand) and `reporter` by a name of the incident alone, `operator` (who broke the glass) and
 * `aws` (who moved a door) as AWS names them.
 */
const ROLES_OF = {
  read: ['reader', 'subject'],
  'read-refused': ['reader', 'subject'],
  listing: ['reader', 'subject'],
  export: ['reader', 'giver'],
  grant: ['giver'],
  revocation: ['giver', 'reader'],
  choice: ['subject'],
  enrolment: ['subject'],
  consent: ['subject'],
  withdrawal: ['subject'],
  erasure: ['subject', 'system'],
  report: ['reporter', 'closer', 'operator', 'aws', 'system'],
  pause: ['reporter', 'closer', 'operator', 'aws', 'system'],
  certificate: ['system'],
  findings: ['system'],
  approval: ['approver'],
  case: ['responder'],
  escalation: ['system'],
  resume: ['system'],
  terminate: ['system'],
  checkpoint: ['system'],
  door: ['aws', 'system'],
} as const;

/** Before 0.2.0 each of a subject's choices was a kind, under their pseudonym. Nobody appends them any more. */
type KindOfBefore = 'enrolment' | 'consent' | 'withdrawal';
/** Of any entry there is. */
export type ReadableKind = keyof typeof ROLES_OF;
/** Of what is appended. */
export type EntryKind = Exclude<ReadableKind, KindOfBefore>;
export const READABLE_KINDS = Object.keys(ROLES_OF) as ReadableKind[];
/** In which roles an entry of this kind can be done, the usual one first. */
export const rolesOf = (kind: ReadableKind): readonly Role[] => ROLES_OF[kind];

export type Role = (typeof ROLES_OF)[ReadableKind][number];

/** No bare name is one. */
export type Actor<R extends Role = Role> = `${R}:${string}`;
/** Who can have done what an entry of this kind says. */
export type ActorOf<Kind extends EntryKind> = Actor<(typeof ROLES_OF)[Kind][number]>;

export const actor = <R extends Role>(role: R, name: string): Actor<R> => `${role}:${name}`;

/** The program itself: nobody asked for it. */
export const SYSTEM = actor('system', 'sluice');

/** What of an entry says who did it. */
interface Signs {
  kind: string;
  actor: string;
  subject?: string;
  detail?: Readonly<Record<string, unknown>>;
}

/**
 * Who did it, of any entry there is. Those of before 0.2.0 have no role word: what their kind and details say.
 * @returns no role where nothing says it; then the name is all that stands there
 */
export function actedBy(entry: Signs): { role?: Role; name: string } {
  const roles: readonly Role[] = Object.hasOwn(ROLES_OF, entry.kind) ? ROLES_OF[entry.kind as ReadableKind] : [];
  const at = entry.actor.indexOf(':');
  const word = entry.actor.slice(0, Math.max(0, at));
  const told = roles.find((role) => role === word);
  if (told) return { role: told, name: entry.actor.slice(at + 1) };
  const derived = roles.length === 1 ? roles[0] : derivedRole(entry);
  return { ...(derived && { role: derived }), name: entry.actor };
}

function derivedRole({ kind, actor: name, subject, detail }: Signs): Role | undefined {
  switch (kind) {
    case 'read':
    case 'read-refused':
    case 'listing':
      // Subjects read their own under the pseudonym that names them: nobody of the staff has that name.
      return name === subject ? 'subject' : 'reader';
    case 'erasure':
      // The program erases since there are role words.
      return 'subject';
    case 'report':
      return typeof detail?.by === 'string' ? REPORTED_BY[detail.by] : undefined;
    case 'pause':
      return detail?.by === 'break-glass' ? 'operator' : undefined;
    case 'door':
      return 'aws';
    default:
      return undefined;
  }
}
/** By the kind of the incident. */
const REPORTED_BY: Readonly<Record<string, Role>> = { report: 'reporter', pause: 'closer', guard: 'aws' };
