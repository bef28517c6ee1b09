import { Command } from 'commander';
import type { ApiClient } from '../../api/client.ts';
import { type Concern, type IncidentView, listIncidents, showConcern, showIncident } from '../../api/incident.ts';
import { inOneLine } from '../../wire/printable.ts';
import { unlessRefused } from '../api.ts';
import { contextOf } from '../context.ts';
import { checkedId } from '../incident-opened.ts';
import { facts, table, time } from '../output.ts';
import { whoRead } from './who-read.ts';

type Incident = IncidentView['incident'];

/** Incidents whose concern is asked for: each is a call. */
const MOST_ASKED = 20;
/** Of the newest incidents, those that say so. */
export async function concerning(
  api: ApiClient,
  most = MOST_ASKED,
): Promise<{ incident: Incident; concern: Concern }[]> {
  const { incidents } = await api.call(listIncidents);
  const asked = await Promise.all(
    incidents.slice(0, most).map(async (incident) => {
      const params = { incident: incident.incident };
      // One that was reported a moment ago is told to nobody yet.
      const concern = await unlessRefused(api.call(showConcern, { params }), 'not-found');
      return concern ? [{ incident, concern }] : [];
    }),
  );
  return asked.flat();
}

const list = (): Command =>
  new Command('list')
    .description('incidents of the program, and whether anything of yours is in them')
    .addHelpText('after', '\nExample:\n  sluice me incidents list')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const found = await concerning(api);
      output.result({ incidents: found.map(({ incident, concern }) => ({ ...incident, concern })) }, () =>
        found.length === 0
          ? 'No incidents.'
          : table(
              ['INCIDENT', 'STATUS', 'REPORTED', 'YOURS IN IT'],
              found.map(({ incident, concern }) => [
                incident.incident,
                incident.status,
                time(incident.reportedAt),
                inShort(concern),
              ]),
            ),
      );
    });

export const inShort = ({ concerned, stored, reads }: Concern): string =>
  concerned
    ? `${stored.segments}${stored.more ? ' or more' : ''} segments, read ${reads.count}${reads.more ? ' or more' : ''} times`
    : 'nothing';

const show = (): Command =>
  new Command('show')
    .description('what happened in an incident, what was found, and what of it concerns you')
    .argument('<incident>', 'id of the incident')
    .addHelpText('after', '\nExample:\n  sluice me incidents show 01KAV...')
    .action(async (given: string, _: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const params = { incident: checkedId(given) };
      const concern = await api.call(showConcern, { params });
      // Who is no longer covered is told what was theirs, and of the rest nothing.
      const view = await unlessRefused(api.call(showIncident, { params }), 'not-found');
      output.result({ concern, ...view }, () => [describe(concern, view), ...readers(concern)].join('\n'));
    });

function describe(concern: Concern, view: IncidentView | undefined): string {
  const { stored, stood, window } = concern;
  const lines = [
    facts({
      incident: concern.incident,
      status: concern.status,
      'looked at': `${time(window.from)} to ${time(window.to)}`,
      'stood still':
        stood &&
        `${time(stood.from)} to ${stood.to === undefined ? 'now' : time(stood.to)}: nothing was stored or read`,
      yours: inShort(concern),
      '  arrived': stored.segments > 0 ? `${time(stored.from)} to ${time(stored.to)}` : undefined,
    }),
  ];
  const { summary, incident } = view ?? {};
  if (summary) {
    const { established, findings } = summary.document;
    lines.push('', 'What was found:', ...established.map(({ statement }) => `  - ${inOneLine(statement)}`));
    lines.push('', facts({ findings, 'approvals are over': 'this hash' }));
  } else if (incident) {
    const published = ['published', 'resumed', 'terminated', 'concluded'].includes(incident.status);
    lines.push(
      '',
      published
        ? 'What was found was published before there were summaries.'
        : 'What was found is told here once it is published.',
    );
  }
  return lines.join('\n');
}

export function readers({ reads }: Concern): string[] {
  const { newest, listed = 0, exported = 0, everybody, unreadable = 0, more = false } = reads;
  const nobody = whoRead({ found: newest.length + listed + exported, cut: more, unreadable, everybody });
  return [
    '',
    ...(nobody === undefined ? [] : [`Of this time: ${nobody}`]),
    ...(newest.length === 0
      ? []
      : [
          'Who read yours:',
          table(
            ['AT', 'READER', 'PURPOSE', 'SEGMENT'],
            newest.map(({ at, reader, purpose, segment }) => [time(at), reader, purpose, segment]),
          ),
        ]),
    ...(listed > 0 ? [`Others looked at when you were recorded, ${listed} times: sluice me readers`] : []),
    ...(exported > 0 ? [`Records of yours were read into data sets, ${exported} times: sluice me readers`] : []),
    ...(nobody === undefined && everybody ? [`Lists of everybody were looked at, ${everybody} of them.`] : []),
    ...(more ? ['Not all of the ledger was looked through.'] : []),
    ...(unreadable > 0 ? [`${unreadable} entries of the ledger cannot be read, and may be about you.`] : []),
  ];
}

export const myIncidentsCommand = (): Command =>
  new Command('incidents')
    .description('incidents of the program, and what of yours is in them')
    .addCommand(list(), { isDefault: true })
    .addCommand(show());
