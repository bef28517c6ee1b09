import type { Language } from '../../api/languages.ts';
import { isCovered } from '../../api/people.ts';
import type { RedactionPolicy, RedactorOptions } from '../../redaction/redactor.ts';
import type { Filter } from '../../wire/filter.ts';
import { type ToldChanges, toldChanges } from '../disclosure/changes.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { filterOf } from '../disclosure/filter.ts';
import type { InForce } from '../disclosure/in-force.ts';
import { redactionPolicyOf, spokenLanguagesOf } from '../disclosure/policy.ts';
import { consentHash, consentText } from '../disclosure/show.ts';
import { ownLanguage, saidIn } from '../disclosure/spoken.ts';
import { type Terms, termsOf } from '../disclosure/terms.ts';
import { consentCovers } from '../disclosure/version.ts';
import { GATES, type GateName, type GateState, type GateStore } from '../gate/gate.ts';
import { type SecondLineNotes, type SecondLineSeen, secondLineSeen } from '../gate/second-line.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { fieldsOf } from './change.ts';
import type { ConsentFields, ConsentRow, ConsentStore, Device } from './consent-store.ts';
import { type Erasure, erasureOfSubject } from './erase.ts';
import { narrowed } from './opt-outs.ts';

/** What a caller is told of the program and of themselves. */
export interface Status {
  program: string;
  /** What is in force, the text that a consent is to, and the hash to consent with. */
  disclosure: {
    version: string;
    title: string;
    /** Of title, text and hash. */
    language: Language;
    text: string;
    hash: string;
    /** For whom it is, and who is exempt. */
    terms: Terms;
    /** What is otherwise than in the version that the caller agreed to; absent where that is this one, none, or was never noted. */
    changes?: ToldChanges;
    /** The same as programs read it, where it was asked for: what agents keep, without what the caller left out, and what redaction does with it. */
    rules?: { filter: Filter; redaction: RedactionPolicy & { languages?: RedactorOptions['languages'] } };
    /** Why nobody can consent to it, and nothing is collected under it. */
    problem?: string;
  };
  gates: Record<GateName, GateStatus>;
  /** Whether the disclosure covers the caller. */
  covered: boolean;
  /** Name of the caller inside: what records and ledger entries of theirs are under. */
  subject: string;
  /** Absent when the caller was never enrolled. */
  consent?: OwnConsent;
  devices: OwnDevice[];
  /** Of the last erasure, until nothing is left of it anywhere. */
  erasure?: Erasure;
}

/** A device as its person may see it. */
export interface OwnDevice extends Omit<Device, 'epochs' | 'closed' | 'run' | 'key' | 'boundFor' | 'nonceAt'> {
  /** How often its agent was started. */
  starts?: number;
}

function ownDevice({
  epochs,
  closed = 0,
  run,
  acked,
  key: _,
  boundFor: ___,
  nonceAt: __,
  ...device
}: Device): OwnDevice {
  const told = [...(epochs?.values() ?? [])].reduce((sum, one) => sum + one.acked, closed);
  return { ...device, acked: acked + told, ...(run && { starts: run.epoch }) };
}

export interface GateStatus extends Pick<GateState, 'state' | 'epoch' | 'since' | 'holds'> {
  /** The incident that ended the program. Absent while none has. */
  ended?: string;
  /** Of what IAM denies beside it. Absent where it is open and nothing is denied. */
  secondLine?: SecondLineSeen;
}

/** A subject's row as they may see it: without its key and its windows. */
export type OwnConsent = Omit<ConsentFields, 'keyId' | 'revokedAt'> & {
  subject: string;
  /** The disclosure has changed since: nothing is collected until it is consented to again. */
  outdated: boolean;
};

export function ownConsent(row: ConsentRow, disclosure: Disclosure): OwnConsent {
  const { keyId: _, revokedAt: __, ...shown } = fieldsOf(row);
  return {
    ...shown,
    subject: row.subject,
    outdated: row.state === 'live' && !consentCovers(row.disclosure, disclosure.version),
  };
}

export async function statusOf(
  {
    store,
    gates,
    secondLine,
    disclosure,
    inForce,
    clock,
  }: {
    store: Pick<ConsentStore, 'read' | 'devices'>;
    gates: Record<GateName, Pick<GateStore, 'read'>>;
    secondLine: Pick<SecondLineNotes, 'read'>;
    disclosure: Disclosure;
    inForce: Pick<InForce, 'problem' | 'noted'>;
    clock: Clock;
  },
  {
    subject,
    groups,
    language = ownLanguage(disclosure),
    rules,
  }: { subject: string; groups: readonly string[]; language?: Language | undefined; rules?: 'true' | undefined },
): Promise<Status> {
  const [row, devices, problem, ...states] = await Promise.all([
    store.read(subject),
    store.devices(subject),
    inForce.problem(),
    ...GATES.map(async (gate) => {
      const [{ state, epoch, since, holds, ended }, note] = await Promise.all([
        gates[gate].read(),
        secondLine.read(gate),
      ]);
      const seen = secondLineSeen({ state, epoch, since }, note, clock.now());
      const told = { state, epoch, since, holds, ...(ended !== undefined && { ended }) };
      return [gate, { ...told, ...(seen && { secondLine: seen }) }] as const;
    }),
  ]);
  const status: Status = {
    program: disclosure.program,
    disclosure: {
      version: disclosure.version,
      title: saidIn(disclosure.title, language, ownLanguage(disclosure)).text,
      language,
      text: consentText(disclosure, language),
      hash: consentHash(disclosure, language),
      terms: termsOf(disclosure, language),
      ...(rules && { rules: rulesOf(disclosure, row) }),
      ...(problem && { problem: problem.message }),
    },
    gates: Object.fromEntries(states) as Status['gates'],
    covered: isCovered(disclosure, groups),
    subject,
    devices: devices.map(ownDevice),
  };
  if (row) status.consent = ownConsent(row, disclosure);
  const erasure = row?.erasedAt !== undefined && erasureOfSubject(row.erasedAt, disclosure, devices);
  if (erasure && Math.max(erasure.finalBy, erasure.rowsGoneBy) > clock.now()) status.erasure = erasure;
  const agreed = row && (await agreedOf(row, disclosure, inForce));
  if (agreed) status.disclosure.changes = toldChanges(agreed, disclosure, language);
  return status;
}

function rulesOf(disclosure: Disclosure, row: ConsentRow | undefined): NonNullable<Status['disclosure']['rules']> {
  const languages = spokenLanguagesOf(disclosure);
  return {
    filter: narrowed(filterOf(disclosure), row?.without),
    redaction: { ...redactionPolicyOf(disclosure), ...(languages && { languages }) },
  };
}

/** The version that somebody agreed to, where it is another than the one in force. What cannot be read of it hides nothing else. */
async function agreedOf(
  { state, disclosure: version }: ConsentRow,
  inForce: Disclosure,
  { noted }: Pick<InForce, 'noted'>,
): Promise<Disclosure | undefined> {
  if (state === 'erased' || version === '' || version === inForce.version) return undefined;
  try {
    return await noted(version);
  } catch (error) {
    if (error instanceof Refused && error.reason === 'damaged') return undefined;
    throw error;
  }
}
