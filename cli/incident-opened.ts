import { facts, type Output, time } from './output.ts';

/** Answer of `POST /reports` and `POST /pauses`. */
export interface IncidentOpened {
  incident: string;
  severity: string;
  closed: boolean;
  reportedAt: number;
  closedAt?: number;
  epoch?: number;
  receipt?: unknown;
}

export function printIncidentOpened(output: Output, incident: IncidentOpened): void {
  output.result(incident, () =>
    [
      facts({
        incident: incident.incident,
        severity: incident.severity,
        gates: incident.closed ? `closed at ${time(incident.closedAt)}` : 'left as they are',
        took: incident.closedAt === undefined ? undefined : `${incident.closedAt - incident.reportedAt} ms`,
        epoch: incident.epoch,
      }),
      '',
      `Follow it: sluice incidents show ${incident.incident}`,
    ].join('\n'),
  );
}
