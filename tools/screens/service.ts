import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { readAlarms } from '../../api/alarms.ts';
import type { status } from '../../api/consent.ts';
import type { IncidentView } from '../../api/incident.ts';
import { type Language, languageOf } from '../../api/languages.ts';
import type { ledgerTips } from '../../api/ledger.ts';
import type { listRecords, readRecord } from '../../api/reading.ts';
import type { Answer } from '../../api/route.ts';
import { dashboardUrl } from '../../core/alarms/alarms.ts';
import { toldChanges } from '../../core/disclosure/changes.ts';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import { consentHash, consentText } from '../../core/disclosure/show.ts';

/** A service that gives the same answers each time, by the contracts: to one employee, who agreed to the version before this one. */

const NOON = Date.UTC(2026, 10, 27, 12);
const HOUR = 3_600_000;
const SEGMENT = '01KB2R8V400000000000000000';
const read = (file: string) => parseDisclosure(readFileSync(file, 'utf8'), file);
/** Of `test/releases/0.1.0`. */
export const PUBLISHED = '01M8HVHHYJEJWHPW2VZAMVMEWP';
const HASH = '5f'.repeat(32);

export interface Service {
  url: string;
  close(): Promise<void>;
}

export async function startService(): Promise<Service> {
  const now = read('programs/model-capability/disclosure.yaml');
  const before = read('programs/model-capability/earlier/1.0.yaml');

  const statusIn = (language: Language): Answer<typeof status> => {
    const gate = { state: 'open', epoch: 3, since: NOON - 72 * HOUR, holds: [] };
    return {
      program: now.program,
      disclosure: {
        ...{ version: now.version, title: 'How people use office and developer tools', language },
        ...{ text: consentText(now, language), hash: consentHash(now, language) },
        changes: toldChanges(before, now, language),
      },
      gates: { collection: gate, reading: gate },
      covered: true,
      subject: 'k3x2q7m5zq3v4n6p2r7s5t3w4y',
      consent: {
        ...{ subject: 'k3x2q7m5zq3v4n6p2r7s5t3w4y', state: 'live', serial: '01KAZX6A00W4N8Q0Z8Y7J5R3M1' },
        ...{ disclosure: before.version, enrolledAt: NOON - 50 * HOUR, consentedAt: NOON - 49 * HOUR, outdated: true },
      },
      devices: [{ device: 'laptop', acked: 118, enrolledAt: NOON - 50 * HOUR, leaseExpires: NOON - 3 * HOUR }],
    };
  };

  const record: Answer<typeof listRecords>['records'][number] = {
    ...{ subject: 'k3x2q7m5zq3v4n6p2r7s5t3w4y', segment: SEGMENT, disclosure: before.version },
    ...{ arrivedFrom: NOON - 4 * HOUR, arrivedTo: NOON - 4 * HOUR + 30_000, readableFrom: NOON + 20 * HOUR },
    ...{
      expiresSeconds: NOON / 1_000 + 90 * 86_400,
      events: 3,
      kinds: { text: 2, click: 1 },
      tier: 'personal',
      bytes: 412,
    },
  };
  const receipt = { chain: 'c0', seq: 41, hash: HASH };
  const page: Answer<typeof listRecords> = { receipt, records: [record] };
  const common = { kind: 'text', app: 'libreoffice-writer', inputType: 'insertFromPaste', window: 'w1', field: 'f1' };
  const opened: Answer<typeof readRecord> = {
    ...{ receipt, record },
    events: [
      { ...common, time: NOON - 4 * HOUR, data: 'Dear [PERSON], the offer is attached. ' },
      { ...common, time: NOON - 4 * HOUR + 9_000, data: 'Please call me on [PHONE] before Friday.' },
    ],
  };
  const purposes = Object.fromEntries(
    Object.entries(now.purposes).map(([name, { description, readers }]) => {
      const words = typeof description === 'string' ? description : (description.en ?? '');
      return [name, { description: words, readers }];
    }),
  );
  const tips: Answer<typeof ledgerTips> = {
    ...{ chains: [{ chain: 'c0', length: 41, hash: HASH }], publicKey: '', purposes, own: 3 },
    entries: [
      {
        ...{ kind: 'read', at: NOON - HOUR, actor: 'reader:ivan', segment: SEGMENT, purpose: 'quality-review' },
        ...{ reason: 'sample of the week', chain: 'c0', seq: 40, previous: HASH, hash: HASH },
        grant: { givenBy: 'giver:stella', givenAt: NOON - 2 * HOUR, expires: NOON + 2 * HOUR },
      },
    ],
  };

  const told: Answer<typeof readAlarms> = {
    alarms: [
      {
        ...{ alarm: 'lag', state: 'alarm', since: NOON - HOUR, runbook: 'docs/runbooks.md#lag' },
        means:
          'The oldest unread frame is older than 15 minutes. After 7 days frames are lost: look at errors and throttles of the redactor.',
      },
      ...Array.from({ length: alarmsOfAProgram() - 1 }, (_, at) => ({
        ...{ alarm: `alarm-${at}`, state: 'ok', since: NOON - 72 * HOUR, means: 'All is well.' },
      })),
    ],
    dashboard: dashboardUrl('eu-central-1', 'sluice-model-capability-prod'),
  };
  // As the first release left it: published, and one of two has approved.
  const { seen } = JSON.parse(readFileSync('test/releases/0.1.0/paused.json', 'utf8')) as {
    seen: { incidents: IncidentView[] };
  };
  const incident = seen.incidents.find(({ incident: { incident } }) => incident === PUBLISHED)!;

  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://service');
    const answers: Record<string, () => unknown> = {
      'GET /status': () => statusIn(languageOf(searchParams.get('language') ?? 'en') ?? 'en'),
      'GET /records': () => page,
      [`POST /records/me/${SEGMENT}`]: () => opened,
      'GET /ledger': () => tips,
      'GET /alarms': () => told,
      [`GET /incidents/${PUBLISHED}`]: () => incident,
    };
    const answer = answers[`${request.method} ${pathname}`];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.() ?? { error: 'not-found', message: 'not on these screens' }));
    request.resume();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((closed) => void server.close(() => closed())),
  };
}

/** As the page of costs has it, which `test/infra` holds against the templates. */
export function alarmsOfAProgram(): number {
  const [, count] = /^\| Alarms \| (\d+) at /m.exec(readFileSync('docs/cost.md', 'utf8')) ?? [];
  if (count === undefined) throw new Error('docs/cost.md does not say how many alarms there are');
  return Number(count);
}
