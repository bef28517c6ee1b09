import type { AlarmState } from '../../api/alarms.ts';

export interface Alarm {
  /** Without program and stage. */
  alarm: string;
  state: AlarmState;
  /** ms. */
  since: number;
  /** What is wrong and what to do, as the deploy wrote it: nobody's name, nothing that was collected. */
  means: string;
  /** Section of the documents; absent where the deploy named none. */
  runbook?: string;
}

/** Port. The alarms of this program's stage, and no other's. */
export interface AlarmBoard {
  all(): Promise<Alarm[]>;
}

const CONSOLES: readonly [region: string, domain: string][] = [
  ['cn-', 'console.amazonaws.cn'],
  ['us-gov-', 'console.amazonaws-us-gov.com'],
];

/** Of CloudWatch's console: an address, which lets nobody in. */
export function dashboardUrl(region: string, name: string): string {
  const domain = CONSOLES.find(([of]) => region.startsWith(of))?.[1] ?? `${region}.console.aws.amazon.com`;
  return `https://${domain}/cloudwatch/home?region=${region}#dashboards/dashboard/${encodeURIComponent(name)}`;
}

const RUNBOOK = ' Runbook: ';

/** The text of an alarm as `lib/monitoring` writes it. */
export function wordsOf(description: string): Pick<Alarm, 'means' | 'runbook'> {
  const at = description.lastIndexOf(RUNBOOK);
  if (at === -1) return { means: description };
  return { means: description.slice(0, at), runbook: description.slice(at + RUNBOOK.length) };
}

const ORDER: Readonly<Record<AlarmState, number>> = { alarm: 0, unknown: 1, ok: 2 };

/** Those in alarm first, the newest before. */
export const inOrder = (alarms: readonly Alarm[]): Alarm[] =>
  alarms.toSorted((a, b) => ORDER[a.state] - ORDER[b.state] || b.since - a.since || (a.alarm < b.alarm ? -1 : 1));
