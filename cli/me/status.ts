import { Command } from 'commander';
import type { ApiClient } from '../../api/client.ts';
import { status as ownStatus } from '../../api/consent.ts';
import { concernedTrainings } from '../../api/export.ts';
import type { Language } from '../../api/languages.ts';
import type { Answer } from '../../api/route.ts';
import { inOneLine } from '../../wire/printable.ts';
import { contextOf } from '../context.ts';
import { LANGUAGE_OPTION, languageFrom } from '../language.ts';
import { facts, time } from '../output.ts';
import { refusedText } from './refused-text.ts';
import { STATUS_WORDS, type StatusWords } from './status-words.ts';

export type Status = Answer<typeof ownStatus>;
type Device = Status['devices'][number];

export const meStatusCommand = (): Command =>
  new Command('status')
    .description(
      'whether you are recorded now, since when you agree to what, each of your devices, and what you can do next',
    )
    .option(...LANGUAGE_OPTION)
    .addHelpText('after', '\nExample:\n  sluice me status')
    .action(async (options: { language?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const language = languageFrom(options.language);
      const [status, training] = await Promise.all([api.call(ownStatus), usedIn(api)]);
      output.result({ ...status, ...(training && { training }) }, () =>
        meStatusText(status, Date.now(), language, training),
      );
    });

type Used = Answer<typeof concernedTrainings>;

/** Data sets and runs that hold who asks. That they cannot be had keeps nobody from their status. */
const usedIn = (api: ApiClient): Promise<Used | undefined> =>
  api.call(concernedTrainings, { params: { subject: 'me' } }).catch(() => undefined);

/** @param now ms */
export function meStatusText(status: Status, now: number, language: Language = 'en', used?: Used): string {
  const words = STATUS_WORDS[language];
  const { labels } = words;
  const { devices, erasure, subject, program } = status;
  return [
    facts({
      [labels.program]: program,
      [labels.youAre]: subject,
      [labels.recorded]: recordedNow(status, now, words),
      [labels.consent]: consentLine(status, words),
      [labels.leftOut]: status.consent?.without?.join(', '),
      [labels.trimmed]: trimsLine(status.consent?.trims),
      [labels.reading]: readingLine(status, words),
      [labels.used]: used && words.used(used.exports.length, used.runs.length),
      ...(erasure && {
        [labels.erased]: time(erasure.erasedAt),
        [labels.finalBy]: time(erasure.finalBy),
        [labels.noTraceBy]: erasure.rowsGoneBy === undefined ? undefined : time(erasure.rowsGoneBy),
      }),
      [labels.next]: nextStep(status, now, words),
    }),
    ...(devices.length === 0
      ? []
      : [
          '',
          `${labels.devices}:`,
          ...devices.map((device) => inOneLine(`  ${deviceLine(device, mayRecord(status, now), now, words)}`)),
        ]),
  ].join('\n');
}

/** The newest first: the last of them are what somebody has just done. */
const MOST_SHOWN = 3;

function trimsLine(trims: NonNullable<Status['consent']>['trims'] = []): string | undefined {
  if (trims.length === 0) return undefined;
  const newest = trims.toSorted((a, b) => b.to - a.to).slice(0, MOST_SHOWN);
  const spans = newest.map(({ from, to }) => `${time(from)} - ${time(to)}`).join('; ');
  return trims.length > MOST_SHOWN ? `${spans}; + ${trims.length - MOST_SHOWN}` : spans;
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

const isRunning = ({ leaseExpires, removedAt }: Device, now: number): boolean =>
  removedAt === undefined && leaseExpires > now;

/** Of several reasons that of the person themselves first: it is theirs to change. */
export function recordedNow(status: Status, now: number, { recorded }: StatusWords = STATUS_WORDS.en): string {
  const { consent, covered, disclosure, gates, devices } = status;
  if (gates.collection.ended !== undefined) return recorded.programEnded;
  if (!covered) return recorded.notCovered;
  if (!consent || consent.state === 'erased') return recorded.notEnrolled;
  if (consent.state === 'withdrawn') return recorded.withdrawn(time(consent.withdrawnAt));
  if (consent.state !== 'live') return recorded.notAgreed;
  if (isPausedNow(status, now)) {
    const { pausedAt, pausedUntil } = consent;
    return recorded.paused(time(pausedAt), pausedUntil === undefined ? undefined : time(pausedUntil));
  }
  if (consent.outdated) return recorded.outdated(consent.disclosure, disclosure.version);
  if (disclosure.problem !== undefined) return recorded.problem(disclosure.problem);
  if (gates.collection.state !== 'open') return recorded.closed(time(gates.collection.since));
  const running = devices.filter((device) => isRunning(device, now)).length;
  return running === 0 ? recorded.notRunning : recorded.yes(running);
}

function consentLine({ consent, disclosure }: Status, { consent: says }: StatusWords): string {
  if (!consent) return says.never;
  const { state, consentedAt, withdrawnAt, enrolledAt } = consent;
  const version = says.version(consent.disclosure, disclosure.version);
  switch (state) {
    case 'live':
      return says.live(time(consentedAt), version);
    case 'withdrawn':
      return says.withdrawn(time(withdrawnAt), version);
    case 'enrolled':
      return says.enrolled(time(enrolledAt));
    case 'erased':
      return says.erased;
    default:
      return state;
  }
}

const readingLine = ({ gates: { reading } }: Status, { reading: says }: StatusWords): string =>
  reading.state === 'open'
    ? says.open
    : reading.ended !== undefined
      ? says.programEnded
      : says.closed(time(reading.since));

function deviceLine(one: Device, may: boolean, now: number, { device: says }: StatusWords): string {
  const { device, leaseExpires, acked, enrolledAt, removedAt } = one;
  if (removedAt !== undefined) return `${device}  ${says.removed(time(removedAt))}`;
  const refused = refusedText(one);
  const frames = [says.frames(acked), ...(refused === '-' ? [] : [says.refused(refused)])].join('; ');
  if (leaseExpires === 0) return `${device}  ${says.never(time(enrolledAt))}`;
  if (leaseExpires <= now) return `${device}  ${says.ended(time(leaseExpires), frames)}`;
  return `${device}  ${(may ? says.records : says.unheard)(time(leaseExpires), frames)}`;
}

/** What is theirs to do where something is missing. Nobody is asked to come back who withdrew or paused. */
function nextStep(status: Status, now: number, { next }: StatusWords): string | undefined {
  const { consent, covered, disclosure, devices } = status;
  if (!covered || disclosure.problem !== undefined) return undefined;
  if (!consent || consent.state === 'erased') return `sluice enrol   (${next.enrol})`;
  if (consent.state === 'enrolled') return `sluice consent   (${next.consent})`;
  if (consent.state !== 'live' || isPausedNow(status, now)) return undefined;
  if (consent.outdated) return `sluice consent --diff   (${next.diff})`;
  return devices.some((device) => isRunning(device, now))
    ? `sluice me records   (${next.records})`
    : `sluice agent run   (${next.run})`;
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
