import { Command } from 'commander';
import type { ApiClient } from '../api/client.ts';
import { status as ownStatus } from '../api/consent.ts';
import type { Answer } from '../api/route.ts';
import { contextOf } from './context.ts';
import { concerning, inShort } from './me/incidents.ts';
import { recordedNow } from './me/status.ts';
import { facts, time } from './output.ts';

type Status = Answer<typeof ownStatus>;

/** Epoch 0: the schedule of the incident plane has not run since the first deploy. */
const gateLine = (gate: Status['gates']['collection']): string =>
  gate.epoch === 0
    ? 'not there yet: a new program begins within five minutes of its first deploy'
    : gate.ended !== undefined
      ? `ended for good, by ${gate.ended}; epoch ${gate.epoch}`
      : `${gate.state === 'closing' ? 'closing: not every lane has answered yet;' : gate.state} since ${time(gate.since)}, epoch ${gate.epoch}${gate.holds.length ? `, held by ${gate.holds.join(', ')}` : ''}`;

/** Of what IAM denies beside a gate: a second line, never the stop. */
const SECOND_LINE: Readonly<Record<NonNullable<Status['gates']['reading']['secondLine']>['state'], string>> = {
  'in-force': 'in force since',
  'being-put': 'being put; the gate is closed since',
  missing: 'MISSING; the gate is closed, and holds, since',
  'being-taken': 'being taken away; the gate is open since',
  'left-over': 'LEFT OVER; the gate is open since',
  unseen: 'not looked at since',
};

const secondLine = ({ secondLine: seen }: Status['gates']['collection']): string | undefined =>
  seen && `second line: ${SECOND_LINE[seen.state] ?? seen.state} ${time(seen.since)}`;

function you({ consent, covered, subject }: Status): string {
  if (!consent) return covered ? 'not enrolled' : 'not covered by the disclosure';
  return `${consent.state}${consent.outdated ? ', but the disclosure has changed: nothing is collected' : ''} (${subject})`;
}

/** What the caller may do next, where something is missing for being recorded. Nobody is asked to come back who withdrew. */
function nextStep({ consent, covered, disclosure, gates }: Status): string | undefined {
  if (!covered || disclosure.problem !== undefined || gates.collection.ended !== undefined) return undefined;
  if (!consent || consent.state === 'erased') return 'sluice enrol   (collects nothing yet)';
  if (consent.outdated) return 'sluice consent   (shows the new text; without it nothing is collected)';
  return consent.state === 'enrolled' ? 'sluice consent   (shows the text)' : undefined;
}

/** Days for which an incident that is over is mentioned. */
const MENTIONED = 30 * 86_400_000;
/** Incidents that `status` asks about, newest first: it has to be quick. */
const ASKED = 3;

type Concerning = Awaited<ReturnType<typeof concerning>>;

const concernLine = ({ incident: { incident, status }, concern }: Concerning[number]): string =>
  `${incident} (${status}): ${inShort(concern)} of yours. See: sluice me incidents show ${incident}`;

/** Of an incident that is over, for some weeks. */
const isMentioned =
  (now: number) =>
  ({ incident, concern }: Concerning[number]): boolean =>
    concern.concerned && (incident.concludedAt === undefined || now - incident.concludedAt < MENTIONED);

/** Status is told, whatever becomes of this. */
const concerningMe = (api: ApiClient, now: number): Promise<Concerning> =>
  concerning(api, ASKED).then(
    (found) => found.filter(isMentioned(now)),
    () => [],
  );

export const statusText = (status: Status, concerned: Concerning = []): string =>
  facts({
    program: status.program,
    collection: gateLine(status.gates.collection),
    '  agents': secondLine(status.gates.collection),
    reading: gateLine(status.gates.reading),
    '  reader': secondLine(status.gates.reading),
    disclosure: status.disclosure.version,
    problem: status.disclosure.problem && `nothing is collected: ${status.disclosure.problem}`,
    you: you(status),
    recorded: recordedNow(status, Date.now()),
    next: nextStep(status),
    ...Object.fromEntries(
      concerned.map((one, index) => [index === 0 ? 'incident' : `incident ${index + 1}`, concernLine(one)]),
    ),
    devices: status.devices.map(({ device }) => device).join(', ') || undefined,
  });

export const statusCommand = (): Command =>
  new Command('status')
    .description('whether the program collects, who holds it closed, and what it knows of you')
    .addHelpText('after', '\nExample:\n  sluice status --json')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const [status, concerned] = await Promise.all([api.call(ownStatus), concerningMe(api, Date.now())]);
      const incidents = concerned.map(({ incident: { incident, status: state } }) => ({ incident, status: state }));
      output.result({ ...status, incidents }, () => statusText(status, concerned));
    });
