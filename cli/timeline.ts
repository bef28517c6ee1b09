import type { IncidentView } from '../api/incident.ts';
import { table, time } from './output.ts';

/** Something that happened in an incident, and by whom: a role, never a name. */
export interface Moment {
  at: number;
  what: string;
  by: string;
}

const REPORTED_BY: Readonly<Record<string, string>> = {
  report: 'who reported',
  pause: 'who paused',
  guard: 'the guard',
  anonymous: 'nobody who is known',
};

/** In order of time. Of what was not noted with a time there is nothing. */
export function timelineOf({ incident, approvals, certificate, answers = [] }: IncidentView): Moment[] {
  const { reportedAt, kind, severity, closedAt, askedAt, resuming, concludedAt, status } = incident;
  const moments: (Moment | undefined)[] = [
    { at: reportedAt, what: `reported, severity ${severity}`, by: REPORTED_BY[kind] ?? 'somebody' },
    closedAt === undefined ? undefined : { at: closedAt, what: 'both gates closed', by: 'the program' },
    certificate && { at: certificate.document.certifiedAt, what: 'capture had stopped', by: 'the program' },
    ...answers.map(({ at }) => ({ at, what: 'answered', by: 'who looks into it' })),
    ...approvals.map(({ at, decision, groups }) => ({ at, what: `approved: ${decision}`, by: groups.join(', ') })),
    askedAt === undefined ? undefined : { at: askedAt, what: 'resume asked for', by: 'who may resume' },
    resuming && { at: resuming.at, what: 'resume begun', by: 'the program' },
    concludedAt === undefined ? undefined : { at: concludedAt, what: status, by: 'the program' },
  ];
  return moments.flatMap((moment) => moment ?? []).sort((a, b) => a.at - b.at);
}

/** How long it took, in the two units that say most. */
export function tookFor(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

export const timelineText = (moments: readonly Moment[]): string =>
  table(
    ['AT', 'AFTER', 'WHAT', 'BY'],
    moments.map(({ at, what, by }, index) => [
      time(at),
      index === 0 ? '' : tookFor(at - moments[index - 1]!.at),
      what,
      by,
    ]),
  );
