/**
 * Every reason for which something is refused: the words that programs act on. A reason that is not in this table does not
 * compile. Its class says how it is answered, logged and counted; nothing else does.
 */
export type RefusalClass =
  /** This caller may not, now or later. */
  | 'denied'
  /** Nobody knows who calls. */
  | 'unauthenticated'
  /** What was sent cannot be read as what it should be. */
  | 'malformed'
  /** May be done once something else has happened. */
  | 'not-yet'
  /** The state is another one than the caller saw or supposes. */
  | 'conflict'
  /** It is not there, or not any more. */
  | 'gone'
  /** Too much or too often. */
  | 'limit'
  /** Nothing is wrong with the request: the same again, a little later. */
  | 'unavailable'
  /** What is there is not what was written or agreed to: damage, a mix-up, or somebody's hand. Never the caller's fault, and alarms. */
  | 'broken';

export type RefusalLevel = 'info' | 'warn' | 'error';

/** How a class is answered (HTTP) and logged. */
export const CLASSES: Readonly<Record<RefusalClass, { status: number; level: RefusalLevel }>> = {
  denied: { status: 403, level: 'info' },
  unauthenticated: { status: 401, level: 'info' },
  malformed: { status: 400, level: 'info' },
  'not-yet': { status: 409, level: 'info' },
  conflict: { status: 409, level: 'info' },
  gone: { status: 404, level: 'info' },
  limit: { status: 429, level: 'info' },
  unavailable: { status: 503, level: 'warn' },
  broken: { status: 500, level: 'error' },
};

interface Refusal {
  class: RefusalClass;
  /** For people: what is the matter, in one sentence. */
  sentence: string;
  /** It tells what the caller chose for themselves: nobody else is told which of these it was, logs neither. @default false */
  choice?: boolean;
  /** @default that of the class */
  status?: number;
}

const denied = (sentence: string) => ({ class: 'denied', sentence }) as const;
const malformed = (sentence: string) => ({ class: 'malformed', sentence }) as const;
const notYet = (sentence: string) => ({ class: 'not-yet', sentence }) as const;
const conflict = (sentence: string) => ({ class: 'conflict', sentence }) as const;
const gone = (sentence: string) => ({ class: 'gone', sentence }) as const;
const limit = (sentence: string) => ({ class: 'limit', sentence }) as const;
const unavailable = (sentence: string) => ({ class: 'unavailable', sentence }) as const;
const broken = (sentence: string) => ({ class: 'broken', sentence }) as const;

const TABLE = {
  // Who asks.
  unauthenticated: { class: 'unauthenticated', sentence: 'No token that can be verified came with the request.' },
  'issuer-away': unavailable('The issuer of the tokens does not answer, so nobody can be recognised.'),
  away: unavailable(
    'The service is not there now: it is being deployed, or was taken down. The message says what is known.',
  ),
  forbidden: denied('The disclosure gives this right to other groups.'),
  population: denied('The disclosure does not cover this person.'),
  purpose: denied('The disclosure knows no such purpose, or not for this person.'),
  'not-closer': denied('The disclosure names other groups as those who pause the program.'),
  'not-approver': denied('The disclosure names other groups as approvers.'),
  'own-report': denied('The reporter approves nothing of a report of their own.'),
  'own-grant': denied('Nobody gives a grant to themselves.'),
  'not-asked': conflict('A grant is given to who asked for it, and nobody of that id has.'),
  'no-grant': denied('There is no live grant of this purpose for this reader.'),
  'too-long': denied('The disclosure limits grants of this purpose to fewer hours.'),

  // Consent and leases.
  consent: { ...denied('There is no live consent.'), choice: true },
  disclosure: denied('Another version of the disclosure is in force than the one consented to.'),
  device: denied('The device is not enrolled.'),
  'device-key': denied('The device does not prove itself by a key that is bound to it, and good.'),
  nonce: conflict('What was signed is not of the last answer, or was used.'),
  'device-removed': {
    ...denied('The device was removed by its person: it can be enrolled under another name.'),
    choice: true,
  },
  // As `consent` is answered: the gateway logs the status.
  'you-paused': {
    ...notYet('You have paused the recording of yourself: it goes on when you resume it.'),
    ...{ status: 403, choice: true },
  },
  'opt-out': malformed('What is to be left out is no part of the disclosure.'),
  text: conflict('Another text than the one in force was shown.'),
  hold: { ...notYet('An incident is being looked into, and what it may need is not erased meanwhile.'), status: 423 },
  'lease-form': malformed('This is not a lease.'),
  'lease-seal': denied('The lease does not open under a key of this program.'),
  'lease-program': denied('The lease is of another program.'),

  // Gates and incidents.
  'gate-closed': notYet('The program is paused.'),
  terminated: denied('The program was ended for good: nothing of it is collected or read again.'),
  epoch: conflict('The gate has moved on since.'),
  'not-held': conflict('This incident does not hold the gate.'),
  over: conflict('This incident has let go of the gates, and cannot hold them again.'),
  'stale-id': conflict('The id is older than what the gates remember: the same again under a new one.'),
  exists: conflict('The id is taken by something else.'),
  findings: conflict('These are not the published findings.'),
  unfiled: notYet('The incident holds the gates, and is not filed yet: within some five minutes it is.'),
  unpublished: notYet('The findings are not published yet.'),
  approvals: notYet('Two approvals are needed, of different people of different groups, over the same findings.'),
  conformance: notYet('Checks that must be in order before a resume are not.'),
  told: notYet('The people concerned have not known for long enough what was found.'),
  probes: notYet('What goes on asking since the findings is not green for as long as the disclosure says.'),
  'not-asked-again': notYet('The disclosure has widened, and nobody was asked again yet.'),
  'not-waiting': notYet('The workflow does not wait for this answer.'),
  limit: limit('What one may do of this within an hour or a day is used up: the message says when there is more.'),

  // Records.
  span: malformed('The span is longer than one answer is made for: ask for parts of it.'),
  'cool-off': notYet('The record is in its cool-off.'),
  'no-export': denied('The disclosure lets no data set be made for this purpose.'),
  'too-few': denied('It would be of fewer people than the disclosure asks for: each of them could be told apart.'),
  query: malformed('What is asked for is no part of the disclosure.'),
  unfinished: notYet('The export is not finished: it opens once it is sealed.'),
  ended: gone('The export has ended: it has expired, was taken back, or was stopped.'),
  expired: gone('The record’s retention has ended.'),
  erased: gone('The person’s records were erased.'),
  'no-key': gone('The key was deleted: what it sealed is erased.'),

  // Of any request.
  'not-found': gone('There is no such thing, or not for this caller.'),
  malformed: malformed('The request is not as the contract says.'),
  state: conflict('It is in another state than this needs.'),
  'too-large': { ...limit('The body is too large.'), status: 413 },
  'missing-part': conflict('A part of what is to come into force is not there: nothing was changed.'),
  'too-many-starts': conflict(
    'The device was started more often than can be accounted for: the message says when it may again.',
  ),
  'too-many': limit('There are too many of them.'),
  busy: unavailable('Others are changing the same thing.'),

  // What was stored is not what was written, or what runs is not what was agreed to.
  widened: broken(
    'The disclosure is wider than when people consented to this version of it: it needs a new first number.',
  ),
  damaged: broken('What is stored is not what was stored.'),
  altered: broken('An index row is not the one that its segment was sealed with.'),
  unsealed: broken('A sealed message does not open under its key.'),
  'wrong-object': broken('A sealed message is another one than its row says.'),
  'foreign-object': broken('An index row does not point at its segment.'),
  'no-object': broken('An object that is named is not there.'),
  'no-evidence': broken('Evidence that is named is not there.'),
  'wrong-document': broken('A signed document is another one than is named.'),
  'bad-key': broken('A public key is not one.'),
  'unknown-key': broken('A document is not signed by the expected key.'),
  'bad-signature': broken('A signature does not fit its text.'),
  'malformed-note': broken('A signed note cannot be read.'),
  'malformed-checkpoint': broken('A checkpoint of the ledger cannot be read.'),
  'checkpoint-missing': broken('A checkpoint of the ledger that must be there is not.'),
  'checkpoint-other': broken('A checkpoint of the ledger is another one than the ledger names.'),
  'checkpoint-forked': broken('There are two checkpoints of one number.'),
  'rolled-back': broken('The ledger is older than the checkpoints that were signed over it.'),
  'other-program': broken('What is signed is of another program.'),
  'index-damaged': broken('Far more objects have no index row than honest failures leave.'),
} as const satisfies Readonly<Record<string, Refusal>>;

/** The word of a refusal. */
export type RefusalReason = keyof typeof TABLE;

export const REFUSALS: Readonly<Record<RefusalReason, Refusal>> = TABLE;
export const REFUSAL_REASONS = Object.keys(TABLE) as RefusalReason[];

export const isRefusalReason = (word: unknown): word is RefusalReason =>
  typeof word === 'string' && Object.hasOwn(TABLE, word);

/** HTTP status of a refusal. */
export const statusOf = (reason: RefusalReason): number =>
  REFUSALS[reason].status ?? CLASSES[REFUSALS[reason].class].status;
