import { facts, type Output, time } from './output.ts';

/** What the API tells of an incident; the fields that people are shown. */
export interface Incident {
  incident: string;
  kind: string;
  severity: string;
  status: string;
  reportedAt: number;
  closes: boolean;
  notClosed?: string;
  epochs?: { collection: number; reading: number };
  closedAt?: number;
  findings?: { document: string };
  concludedAt?: number;
}

/** A signed document: what is said, and the signed note about it. */
export interface Signed<T = Record<string, unknown>> {
  document: T;
  note: string;
}

/** Answer of `POST /reports` and `POST /pauses`. */
export interface IncidentOpened {
  incident: Incident;
  receipt?: Signed;
  /** The gates are closed; what is missing is written later. */
  filing?: 'follows';
}

const WHY_NOT_CLOSED: Record<string, string> = {
  severity: 'left as they are: only high severity closes them',
  'not-closer': 'left as they are: you are not among those whose reports close them',
  limit: 'left as they are: your closures of the day are used up; the report is investigated all the same',
};

const FOLLOWS =
  'The gates are closed. Something else did not answer: incident and receipt follow by themselves; send it again under its id to keep what you wrote.';

export function printIncidentOpened(output: Output, opened: IncidentOpened): void {
  const { incident } = opened;
  output.result(opened, () =>
    [
      facts({
        incident: incident.incident,
        severity: incident.severity,
        gates: incident.closes ? `closed at ${time(incident.closedAt)}` : WHY_NOT_CLOSED[incident.notClosed ?? ''],
        took: incident.closedAt === undefined ? undefined : `${incident.closedAt - incident.reportedAt} ms`,
        epoch: incident.epochs?.collection,
        receipt: opened.receipt ? 'signed; keep it with --json' : undefined,
      }),
      ...(opened.filing ? ['', FOLLOWS] : []),
      '',
      `Follow it: sluice incidents show ${incident.incident}`,
    ].join('\n'),
  );
}
