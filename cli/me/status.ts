import { Command } from 'commander';
import { status as ownStatus } from '../../api/consent.ts';
import type { Answer } from '../../api/route.ts';
import { inOneLine } from '../../wire/printable.ts';
import { contextOf } from '../context.ts';
import { facts, time } from '../output.ts';
import { pausedText } from './pause.ts';

export type Status = Answer<typeof ownStatus>;
type Device = Status['devices'][number];

export const meStatusCommand = (): Command =>
  new Command('status')
    .description(
      'whether you are recorded now, since when you agree to what, each of your devices, and what you can do next',
    )
    .addHelpText('after', '\nExample:\n  sluice me status')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const status = await api.call(ownStatus);
      output.result(status, () => meStatusText(status, Date.now()));
    });

/** @param now ms */
export function meStatusText(status: Status, now: number): string {
  const { devices, erasure, subject, program } = status;
  return [
    facts({
      program,
      'you are': subject,
      recorded: recordedNow(status, now),
      consent: consentLine(status),
      'left out': status.consent?.without?.join(', '),
      reading: readingLine(status),
      ...(erasure && {
        erased: time(erasure.erasedAt),
        'final by': time(erasure.finalBy),
        'no trace by': erasure.rowsGoneBy === undefined ? undefined : time(erasure.rowsGoneBy),
      }),
      next: nextStep(status, now),
    }),
    ...(devices.length === 0
      ? []
      : [
          '',
          'Your devices:',
          ...devices.map((device) => inOneLine(`  ${deviceLine(device, mayRecord(status, now), now)}`)),
        ]),
  ].join('\n');
}

const isPausedNow = ({ consent }: Status, now: number): boolean =>
  consent?.pausedAt !== undefined && (consent.pausedUntil === undefined || consent.pausedUntil > now);

/** Whether a device of theirs would be given a lease. */
const mayRecord = (status: Status, now: number): boolean =>
  status.covered &&
  status.disclosure.problem === undefined &&
  status.consent?.state === 'live' &&
  !status.consent.outdated &&
  !isPausedNow(status, now) &&
  status.gates.collection.state === 'open';

/** Of several reasons that of the person themselves first: it is theirs to change. */
export function recordedNow(status: Status, now: number): string {
  const { consent, covered, disclosure, gates, devices } = status;
  if (!covered) return 'no: the disclosure does not cover you';
  if (!consent || consent.state === 'erased') return 'no: you are not enrolled';
  if (consent.state === 'withdrawn') return `no: you withdrew at ${time(consent.withdrawnAt)}`;
  if (consent.state !== 'live') return 'no: you have not agreed';
  if (isPausedNow(status, now)) return `no: ${pausedText(consent)}`;
  if (consent.outdated) return `no: you agreed to version ${consent.disclosure}, and ${disclosure.version} is in force`;
  if (disclosure.problem !== undefined) return `no: ${disclosure.problem}`;
  if (gates.collection.state !== 'open')
    return `no: the program is paused for everybody since ${time(gates.collection.since)}`;
  const running = devices.filter(({ leaseExpires }) => leaseExpires > now).length;
  if (running === 0) return 'not now: no agent of yours has a lease';
  return `yes, on ${running === 1 ? 'one device' : `${running} devices`}`;
}

function consentLine({ consent, disclosure }: Status): string {
  if (!consent) return 'never given';
  const { state, consentedAt, withdrawnAt, enrolledAt } = consent;
  const version = `version ${consent.disclosure}${consent.disclosure === disclosure.version ? ', which is in force' : `; in force is ${disclosure.version}`}`;
  switch (state) {
    case 'live':
      return `since ${time(consentedAt)}, to ${version}`;
    case 'withdrawn':
      return `withdrawn at ${time(withdrawnAt)}; it was to ${version}`;
    case 'enrolled':
      return `not given; enrolled since ${time(enrolledAt)}`;
    case 'erased':
      return 'ended with the erasure';
    default:
      return state;
  }
}

const readingLine = ({ gates: { reading } }: Status): string =>
  reading.state === 'open'
    ? 'possible for those with a grant: who did is told by "sluice me readers"'
    : `stopped for everybody since ${time(reading.since)}, for you too`;

function deviceLine({ device, leaseExpires, acked, enrolledAt }: Device, may: boolean, now: number): string {
  const frames = acked === 0 ? 'nothing sent yet' : `${acked} frames arrived`;
  if (leaseExpires === 0) return `${device}  has never recorded; enrolled at ${time(enrolledAt)}`;
  if (leaseExpires <= now)
    return `${device}  does not record; its last lease ended at ${time(leaseExpires)}; ${frames}`;
  return may
    ? `${device}  records; its lease runs until ${time(leaseExpires)}; ${frames}`
    : `${device}  has a lease until ${time(leaseExpires)}, and nothing that it sends is stored; ${frames}`;
}

/** What is theirs to do where something is missing. Nobody is asked to come back who withdrew or paused. */
function nextStep(status: Status, now: number): string | undefined {
  const { consent, covered, disclosure, devices } = status;
  if (!covered || disclosure.problem !== undefined) return undefined;
  if (!consent || consent.state === 'erased') return 'sluice enrol   (collects nothing yet)';
  if (consent.state === 'enrolled') return 'sluice consent   (shows the text)';
  if (consent.state !== 'live' || isPausedNow(status, now)) return undefined;
  if (consent.outdated) return 'sluice consent --diff   (what has changed; without your consent nothing is collected)';
  return devices.some(({ leaseExpires }) => leaseExpires > now)
    ? 'sluice me records   (what is stored of you)'
    : 'sluice agent run   (records on this device)';
}

/** What follows for who has enrolled a device, by where they stand. */
export function afterEnrolling({ state, outdated }: NonNullable<Status['consent']>): string {
  switch (state) {
    case 'live':
      return outdated
        ? 'You agreed to an earlier text: nothing is collected until you agree to the one in force. Read it: sluice consent'
        : 'You have agreed already: this device is recorded as soon as its agent runs. To stop: sluice me pause, sluice me withdraw';
    case 'withdrawn':
      return 'You have withdrawn your consent: nothing is collected. The text, should you want to read it: sluice consent';
    default:
      return 'Nothing is collected yet. Read what would be: sluice consent';
  }
}
