import { expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { GateStore } from '../gate/gate.ts';
import { pause } from '../gate/pause.ts';
import { resume } from '../gate/resume.ts';
import type { EntryFacts, Ledger, LedgerReader } from '../ledger/ledger.ts';
import type { LedgerTexts } from '../ledger/texts.ts';
import { verifyLive } from '../ledger/verify-live.ts';
import { wholeLedger } from '../ledger/walk.ts';
import type { Counts } from '../shared/counts.ts';
import type { Refused } from '../shared/errors.ts';
import { DAY_PARTITIONS, type IndexRow, partitionOf } from '../vault/index-row.ts';
import { headLength } from '../vault/message-head.ts';
import { headOf } from '../vault/open-row.ts';
import { type GrantStore, grantKey } from './grant.ts';
import type { SeenSubject } from './judge.ts';
import { OWN_DATA, type Place, type Reading, type ReadRequest, type Records } from './reading.ts';
import { HOUR, KEY_ID, NOW, sampleRow } from './sample.ts';
import { summaryOf } from './summary.ts';

export { HOUR, KEY_ID, NOW, sampleRow } from './sample.ts';

export interface ReadingSetup {
  /** Stands at `NOW` until it is moved. */
  clock: { time: number; now(): number };
  reading: Reading;
  grants: GrantStore;
  /** Whoever they are of. */
  records: Records;
  /** Of people whose keys are live alone. */
  shown: Records;
  ledger: Ledger & LedgerReader;
  texts: LedgerTexts;
  gate: GateStore;
  putRow(row: IndexRow): Promise<void>;
  refusals: Counts;
  /** Whether the key table holds it. @default it does */
  putKey(keyId: string, there?: boolean): Promise<void>;
  putSubject(subject: string, row: SeenSubject): Promise<void>;
}

/** What every adapter of reading, grants and records keeps. @param make tables that are empty, gates open */
export function readingContract(make: () => Promise<ReadingSetup>): void {
  const request = (row: IndexRow, change: Partial<ReadRequest> = {}): ReadRequest => ({
    reader: 'ivan',
    subject: row.subject,
    segment: row.segment,
    purpose: 'quality-review',
    reason: 'sample of the week',
    ...change,
  });
  const grant = (change: { reader?: string; purpose?: string; expires?: number } = {}) => {
    const { reader = 'ivan', purpose = 'quality-review', expires = NOW + HOUR } = change;
    return { grant: grantKey(reader, purpose), reader, purpose, givenBy: 'stella', givenAt: NOW - HOUR, expires };
  };
  /** One live subject, one row, one grant. */
  const ready = async (change: Partial<IndexRow> = {}) => {
    const setup = await make();
    const row = await sampleRow(change);
    await setup.putSubject('anna', { state: 'live', keyId: KEY_ID });
    await setup.putKey(row.keyId);
    await setup.putRow(row);
    await setup.grants.give(grant());
    return { ...setup, row };
  };
  const outcome = (reading: Promise<unknown>): Promise<string> =>
    reading.then(
      () => 'read',
      (error: Refused) => error.reason,
    );
  const entriesOf = wholeLedger;

  test('beyond the volume of a day nothing is opened for a purpose, by this reader alone, and with the next day again', async () => {
    const { reading, ledger, clock, grants, row } = await ready({ expiresSeconds: (NOW + 90 * 24 * HOUR) / 1000 });
    await grants.give(grant({ expires: NOW + 48 * HOUR }));
    await grants.give(grant({ reader: 'nadia', expires: NOW + 48 * HOUR }));
    const read = (change: Partial<ReadRequest> = {}) =>
      outcome(reading.begin(request(row, { volume: { most: 2, per: 'day' }, ...change })));

    expect([await read(), await read(), await read()]).toEqual(['read', 'read', 'limit']);
    expect(await read({ reader: 'nadia' })).toBe('read');
    expect((await entriesOf(ledger)).filter(({ kind }) => kind === 'read')).toHaveLength(3);

    clock.time = NOW + 24 * HOUR;

    expect(await read()).toBe('read');
  });

  test('what a policy refuses is refused, with the grant and the tier that were seen, and is no read', async () => {
    const { reading, ledger, row } = await ready({ tier: 'personal' });
    const seen: (string | undefined)[] = [];
    const permits = (tier?: string) => ({
      permits: (one: { grant: { givenBy: string }; tier?: string }) => {
        seen.push(`${one.grant.givenBy} ${one.tier}`);
        return one.tier !== tier;
      },
    });

    expect(await outcome(reading.begin(request(row, permits('personal'))))).toBe('purpose');
    expect(await outcome(reading.begin(request(row, permits('sensitive'))))).toBe('read');
    expect(await outcome(reading.begin(request(row, { segment: ulid(1), ...permits(undefined) })))).toBe('purpose');
    expect(new Set(seen)).toEqual(new Set(['stella undefined', 'stella personal']));
    expect((await entriesOf(ledger)).filter(({ kind }) => kind === 'read')).toHaveLength(1);
  });

  test('a read that begins is in the ledger, and returns the row as it was seen', async () => {
    const { reading, ledger, texts, row } = await ready();
    const { receipt, row: seen } = await reading.begin(request(row));
    expect(seen).toMatchObject({ subject: 'anna', segment: row.segment, keyId: KEY_ID, devices: ['d1'] });
    const entry = (await entriesOf(ledger)).find(({ hash }) => hash === receipt.hash);
    expect(entry).toMatchObject({ kind: 'read', at: NOW, actor: 'reader:ivan', ...receipt });
    expect(entry).toMatchObject({ subject: 'anna', segment: row.segment, purpose: 'quality-review' });
    expect(entry).not.toHaveProperty('reason');
    expect((await texts.of([entry!])).get(entry!.commitment!)).toMatchObject({ text: 'sample of the week' });
  });

  test('what its subject has trimmed is not there, listed or counted, and all else is', async () => {
    const { reading, shown, putSubject, putRow, row } = await ready();
    const other = await sampleRow({ arrivedTo: row.arrivedTo + 5_000, segment: ulid(row.arrivedTo + 5_000) });
    await putRow(other);
    const { arrivedFrom: at } = row;
    await putSubject('anna', {
      state: 'live',
      keyId: KEY_ID,
      trims: [
        { from: 1, to: 2 },
        { from: at - 9, to: at },
      ],
    });
    const asks = (one: IndexRow) => [
      outcome(reading.begin(request(one))),
      outcome(reading.begin(request(one, { reader: 'anna', purpose: OWN_DATA }))),
      outcome(reading.confirm(one)),
    ];
    expect(await Promise.all(asks(row))).toEqual(['not-found', 'not-found', 'not-found']);
    expect(await Promise.all(asks(other))).toEqual(['read', 'read', 'read']);
    const span = { from: NOW - 72 * HOUR, to: NOW };
    for (const subject of [{ subject: 'anna' }, {}]) {
      const { rows } = await shown.list({ ...span, ...subject, limit: 10 });
      expect(rows.map(({ segment }) => segment)).toEqual([other.segment]);
    }
    for await (const { rows } of shown.pages(span)) {
      for (const { segment } of rows) expect(segment).toBe(other.segment);
    }
  });

  test.each<[string, Partial<ReadRequest>]>([
    ['no-grant', { reader: 'nadia' }],
    ['no-grant', { purpose: 'interface-research' }],
    ['no-grant', { reader: 'nadia', segment: ulid(NOW) }],
    ['no-grant', { reader: 'ivan', purpose: OWN_DATA }],
    ['not-found', { segment: ulid(NOW) }],
    ['not-found', { subject: 'bert' }],
  ])('refused: %s', async (reason, change) => {
    const { reading, row } = await ready();
    expect(await outcome(reading.begin(request(row, change)))).toBe(reason);
  });

  test('a row whose subject is not there is not found', async () => {
    const { reading, putRow } = await ready();
    const row = await sampleRow({ subject: 'carl' });
    await putRow(row);
    expect(await outcome(reading.begin(request(row)))).toBe('not-found');
  });

  test.each([
    ['reader', { reader: 'nadia' }],
    ['purpose', { purpose: 'interface-research' }],
  ])('a grant of another %s, under the key of this one, lets nobody read', async (_, change) => {
    const { reading, grants, row } = await ready();
    await grants.give({ ...grant(change), grant: grantKey('ivan', 'quality-review') });
    expect(await outcome(reading.begin(request(row)))).toBe('no-grant');
  });

  test('a large segment is read by its head, and not by another object', async () => {
    const { reading, putRow } = await ready();
    const { body, ...row } = await sampleRow();
    const message = Buffer.from(body.message);
    const [head, object] = [message.subarray(0, headLength(message)), `ab/${'0'.repeat(32)}`];
    await putRow({ ...row, body: { head, object } });
    const { row: seen } = await reading.begin(request({ ...row, body }));
    expect({ ...seen.body, head: Buffer.from((seen.body as { head: Uint8Array }).head) }).toEqual({ head, object });
    await putRow({ ...row, body: { head: headOf(await sampleRow()), object } });
    expect(await outcome(reading.begin(request({ ...row, body })))).toBe('foreign-object');
  });

  test.each<[string, Partial<IndexRow>]>([
    ['expired', { expiresSeconds: NOW / 1000 }],
    ['cool-off', { readableFrom: NOW + 1 }],
    ['foreign-object', { keyId: 'key-of-bert' }],
    ['damaged', { events: -1 }],
    ['foreign-object', { body: { message: Buffer.from('not a message') } }],
  ])('refused for the row: %s', async (reason, change) => {
    const { reading, ledger, row } = await ready(change);
    expect(await outcome(reading.begin(request(row)))).toBe(reason);
    expect((await entriesOf(ledger)).filter(({ kind }) => kind === 'read')).toEqual([]);
  });

  test('nobody learns without a grant that a row is damaged', async () => {
    const { reading, row } = await ready({ events: -1 });
    expect(await outcome(reading.begin(request(row, { reader: 'nadia' })))).toBe('no-grant');
  });

  test('the message of another segment of the same subject is foreign', async () => {
    const other = await sampleRow();
    const { reading, row } = await ready({ body: other.body });
    expect(await outcome(reading.begin(request(row)))).toBe('foreign-object');
  });

  test('a row of an earlier enrolment, whose key went with the erasure, is erased; while the key is there, it is foreign', async () => {
    const { reading, putSubject, putKey, row } = await ready();
    await putSubject('anna', { state: 'live', keyId: 'a-new-key' });
    expect(await outcome(reading.begin(request(row)))).toBe('foreign-object');
    await putKey(KEY_ID, false);
    expect(await outcome(reading.begin(request(row)))).toBe('erased');
  });

  test('after the key was used: the subject must still have it', async () => {
    const { reading, putSubject, row } = await ready();
    expect(await outcome(reading.confirm(row))).toBe('read');
    await putSubject('anna', { state: 'erased', keyId: KEY_ID });
    expect(await outcome(reading.confirm(row))).toBe('erased');
    await putSubject('anna', { state: 'live', keyId: 'a-new-key' });
    expect(await outcome(reading.confirm(row))).toBe('erased');
    expect(await outcome(reading.confirm({ ...row, subject: 'nobody' }))).toBe('erased');
  });

  test('a listing asks the reading gate, and is an entry', async () => {
    const { reading, gate, ledger, clock } = await ready();
    const facts: EntryFacts = { kind: 'listing', at: NOW, actor: 'reader:ivan', detail: { from: 0, to: NOW } };
    const receipt = await reading.beginListing(facts);
    expect((await entriesOf(ledger)).find(({ hash }) => hash === receipt.hash)).toMatchObject(facts);
    await pause({ reading: gate }, 'i1', clock);
    expect(await outcome(reading.beginListing(facts))).toBe('gate-closed');
    expect((await entriesOf(ledger)).filter(({ kind }) => kind === 'listing')).toHaveLength(1);
  });

  test('a listing for a purpose needs a live grant of that reader', async () => {
    const { reading, ledger, clock } = await ready();
    const facts: EntryFacts = {
      kind: 'listing',
      at: NOW,
      actor: 'reader:ivan',
      purpose: 'quality-review',
      detail: { from: 0, to: NOW },
    };
    const ask = (needs: { reader: string; purpose: string }) => outcome(reading.beginListing(facts, needs));
    expect(await ask({ reader: 'ivan', purpose: 'quality-review' })).toBe('read');
    expect(await ask({ reader: 'nadia', purpose: 'quality-review' })).toBe('no-grant');
    expect(await ask({ reader: 'ivan', purpose: 'interface-research' })).toBe('no-grant');
    clock.time = NOW + HOUR;
    expect(await ask({ reader: 'ivan', purpose: 'quality-review' })).toBe('no-grant');
    expect((await entriesOf(ledger)).filter(({ kind }) => kind === 'listing')).toHaveLength(1);
  });

  test('refusals are counted by person and hour', async () => {
    const { refusals } = await make();
    expect([await refusals.add('ivan', 7), await refusals.add('ivan', 7), await refusals.add('nadia', 7)]).toEqual([
      1, 2, 1,
    ]);
    expect([await refusals.add('ivan', 8), await refusals.add('ivan', 8)]).toEqual([1, 2]);
  });

  test.each<[string, SeenSubject['state']]>([
    ['consent', 'withdrawn'],
    ['consent', 'enrolled'],
    ['erased', 'erased'],
  ])('refused for the subject: %s', async (reason, state) => {
    const { reading, putSubject, row } = await ready();
    await putSubject('anna', { state, keyId: KEY_ID });
    expect(await outcome(reading.begin(request(row)))).toBe(reason);
  });

  test('time ends a grant, and the cool-off', async () => {
    const { reading, clock, row } = await ready({ readableFrom: NOW + 1 });
    clock.time = NOW + 1;
    expect(await outcome(reading.begin(request(row)))).toBe('read');
    clock.time = NOW + HOUR;
    expect(await outcome(reading.begin(request(row)))).toBe('no-grant');
  });

  test('subjects read what is theirs: without a grant, in the cool-off, after withdrawal; not after erasure or retention', async () => {
    const { reading, putSubject, clock, row } = await ready({ readableFrom: NOW + HOUR });
    const own = request(row, { reader: 'anna', purpose: OWN_DATA });
    expect(await outcome(reading.begin(own))).toBe('read');
    await putSubject('anna', { state: 'withdrawn', keyId: KEY_ID });
    expect(await outcome(reading.begin(own))).toBe('read');
    await putSubject('anna', { state: 'erased', keyId: KEY_ID });
    expect(await outcome(reading.begin(own))).toBe('erased');
    await putSubject('anna', { state: 'live', keyId: KEY_ID });
    clock.time = row.expiresSeconds * 1000;
    expect(await outcome(reading.begin(own))).toBe('expired');
  });

  test('once a pause of reading has returned, no read begins, while other entries go on; a resume opens it again', async () => {
    const { reading, gate, ledger, clock, row } = await ready();
    expect(await outcome(reading.begin(request(row)))).toBe('read');
    const { gates } = await pause({ reading: gate }, 'i1', clock);
    for (let attempt = 0; attempt < 8; attempt++) {
      await expect(reading.begin(request(row))).rejects.toMatchObject({
        ...{ reason: 'gate-closed', message: 'the reading gate is closed by an incident' },
      });
    }
    await ledger.append({ kind: 'approval', at: NOW, actor: 'approver:stella' });
    await resume({ reading: gate }, 'i1', { reading: gates[0]!.epoch }, clock);
    expect(await outcome(reading.begin(request(row)))).toBe('read');
  });

  test('reads at once all begin, and the chains hold', async () => {
    const { reading, ledger, row } = await ready();
    const begun = await Promise.all(Array.from({ length: 12 }, () => reading.begin(request(row))));
    expect(new Set(begun.map(({ receipt }) => receipt.hash)).size).toBe(12);
    for (const { broken } of await verifyLive(ledger, undefined)) expect(broken).toBeUndefined();
    expect((await entriesOf(ledger)).filter(({ kind }) => kind === 'read')).toHaveLength(12);
  });

  test('a grant is an entry, and is listed until it expires; a newer one takes its place', async () => {
    const { grants, ledger, clock } = await make();
    await grants.give(grant({ expires: NOW + 1 }));
    const receipt = await grants.give(grant({ expires: NOW + HOUR }));
    await grants.give(grant({ reader: 'nadia', expires: NOW + 2 * HOUR }));
    expect((await grants.list(clock.now())).map(({ reader }) => reader).sort()).toEqual(['ivan', 'nadia']);
    expect((await grants.list(NOW + HOUR)).map(({ reader }) => reader)).toEqual(['nadia']);
    expect((await entriesOf(ledger)).find(({ hash }) => hash === receipt?.hash)).toMatchObject({
      kind: 'grant',
      actor: 'giver:stella',
      purpose: 'quality-review',
      detail: { reader: 'ivan', expires: NOW + HOUR },
    });
  });

  test('what is asked for stands until it is given, or ends; what was asked for anew is not what was seen', async () => {
    const { grants, clock } = await make();
    const asked = { reader: 'ivan', purpose: 'quality-review', hours: 2, askedAt: NOW, expires: NOW + HOUR };
    await grants.ask(asked);
    await grants.ask({ ...asked, reader: 'nadia', expires: NOW + 1, email: 'nadia@example.com' });
    expect((await grants.requests(NOW)).map(({ reader, email }) => [reader, email]).sort()).toEqual([
      ['ivan', undefined],
      ['nadia', 'nadia@example.com'],
    ]);
    expect(await grants.requests(NOW + 1)).toEqual([asked]);
    expect(await grants.list(clock.now())).toEqual([]);

    await grants.ask({ ...asked, hours: 1 });
    expect(await grants.give(grant(), asked)).toBeUndefined();
    expect(await grants.list(clock.now())).toEqual([]);
    const request = (await grants.request('ivan', 'quality-review'))!;
    expect(await grants.give({ ...grant(), asked: NOW }, request)).toHaveProperty('hash');
    expect(await grants.find(grantKey('ivan', 'quality-review'))).toEqual({ ...grant(), asked: NOW });
    expect(await grants.request('ivan', 'quality-review')).toBeUndefined();
    expect(await grants.give(grant(), request)).toBeUndefined();
  });

  test('no read begins on a grant that was taken back, and the ledger says by whom', async () => {
    const { grants, reading, ledger, row } = await ready();
    const given = (await grants.find(grantKey('ivan', 'quality-review')))!;
    expect(await grants.revoke({ ...given, givenAt: NOW }, 'giver:sven', NOW)).toBeUndefined();
    const receipt = await grants.revoke(given, 'giver:sven', NOW);

    expect(await outcome(reading.begin(request(row)))).toBe('no-grant');
    const listing = { kind: 'listing', at: NOW, actor: 'reader:ivan' } as const;
    expect(await outcome(reading.beginListing(listing, request(row)))).toBe('no-grant');
    expect((await entriesOf(ledger)).find(({ hash }) => hash === receipt?.hash)).toMatchObject({
      ...{ kind: 'revocation', at: NOW, actor: 'giver:sven', purpose: 'quality-review' },
      detail: { reader: 'ivan', given: given.givenAt },
    });
    expect(await grants.revoke(given, 'giver:sven', NOW)).toBeUndefined();
    expect(await grants.find(given.grant)).toBeUndefined();
  });

  test('records are listed by subject and time, without content, and not past their retention', async () => {
    const { records, putRow } = await make();
    const at = (hours: number) => NOW - hours * HOUR;
    const rows = await Promise.all([
      sampleRow({ arrivedTo: at(50) }),
      sampleRow({ arrivedTo: at(30) }),
      sampleRow({ arrivedTo: at(20), expiresSeconds: NOW / 1000 }),
      sampleRow({ arrivedTo: at(10), subject: 'bert' }),
    ]);
    for (const row of rows) await putRow(row);
    const list = async (query: { subject?: string; from?: number; to?: number; limit?: number; after?: string }) =>
      (await records.list({ from: at(100), to: NOW, limit: 10, ...query })).rows.map(({ segment }) => segment);
    const [first, second, , fourth] = rows.map(({ segment }) => segment);
    expect(await list({})).toEqual([first, second, fourth]);
    expect(await list({ subject: 'anna' })).toEqual([first, second]);
    expect(await list({ subject: 'anna', from: at(30), to: at(30) })).toEqual([second]);
    expect(await list({ limit: 2 })).toEqual([first, second]);
    expect(await list({ limit: 2, after: second! })).toEqual([fourth]);
    expect(await list({ after: fourth! })).toEqual([]);
    expect(await list({ subject: 'anna', limit: 1, after: first! })).toEqual([second]);
    const page = await records.list({ subject: 'anna', from: at(100), to: NOW, limit: 1 });
    const { subject, segment, disclosure, arrivedFrom, arrivedTo, readableFrom, expiresSeconds, ...rest } = rows[0]!;
    const shown = { subject, segment, disclosure, arrivedFrom, arrivedTo, readableFrom, expiresSeconds };
    const summary = { ...shown, events: 1, kinds: { click: 1 }, tier: 'routine', bytes: rest.bytes };
    expect(page).toStrictEqual({ rows: [summary], unreadable: 0, next: first });
    expect(summaryOf(rows[0]!)).toStrictEqual(summary);
  });

  test('records of all are in order, day after day; what is damaged is counted, and hides nothing', async () => {
    const { records, putRow } = await make();
    const rows: IndexRow[] = [];
    for (let hours = 60; hours > 0; hours -= 5) {
      rows.push(await sampleRow({ arrivedTo: NOW - hours * HOUR, subject: `person-${hours % 7}` }));
    }
    // Another order than theirs.
    for (const row of [...rows.slice(6), ...rows.slice(0, 6)]) await putRow(row);
    for (const hours of [7, 57]) {
      await putRow(await sampleRow({ arrivedTo: NOW - hours * HOUR, subject: 'carl', events: -1 }));
    }
    const span = { from: NOW - 60 * HOUR, to: NOW };
    const segments = rows.map(({ segment }) => segment);
    const list = await records.list({ ...span, limit: 100 });
    expect({ ...list, rows: list.rows.map(({ segment }) => segment) }).toEqual({ rows: segments, unreadable: 2 });
    for (const limit of [1, 2, 7]) {
      const { rows: some } = await records.list({ ...span, limit });
      expect(some.map(({ segment }) => segment)).toEqual(segments.slice(0, limit));
    }
    const all = { rows: [] as string[], unreadable: 0 };
    for await (const page of records.pages(span)) {
      all.rows.push(...page.rows.map(({ segment }) => segment));
      all.unreadable += page.unreadable;
    }
    expect({ ...all, rows: all.rows.sort() }).toEqual({ rows: segments, unreadable: 2 });
  });

  test('of all goes on behind any page of another search, and finds each row once', async () => {
    const { records, putRow } = await make();
    const rows: IndexRow[] = [];
    for (let hours = 1; hours <= 60; hours += 5) {
      rows.push(await sampleRow({ arrivedTo: NOW - hours * HOUR, subject: `person-${hours % 4}` }));
    }
    for (const row of rows) await putRow(row);
    const span = { from: NOW - 70 * HOUR, to: NOW };
    const named = async (behind?: Place) => {
      const pages: { segments: string[]; place: Place | undefined }[] = [];
      for await (const { rows: some, place } of records.pages(span, behind)) {
        pages.push({ segments: some.map(({ segment }) => segment), place });
      }
      return pages;
    };
    const whole = await named();
    expect(whole.flatMap(({ segments }) => segments).sort()).toEqual(rows.map(({ segment }) => segment).sort());
    for (const [at, { place }] of whole.entries()) {
      if (!place) continue;
      const rest = (await named(place)).flatMap(({ segments }) => segments);
      expect(rest).toEqual(whole.slice(at + 1).flatMap(({ segments }) => segments));
    }
  });

  test('of all by partition: each row is in one, whose it is', async () => {
    const { records, putRow } = await make();
    const rows: IndexRow[] = [];
    for (let hours = 1; hours <= 60; hours += 3) {
      rows.push(await sampleRow({ arrivedTo: NOW - hours * HOUR, subject: `person-${hours}` }));
    }
    for (const row of rows) await putRow(row);
    const found: [string, number][] = [];
    for (let partition = 0; partition < DAY_PARTITIONS; partition++) {
      for await (const page of records.pages({ from: NOW - 70 * HOUR, to: NOW, partition })) {
        found.push(...page.rows.map(({ segment }): [string, number] => [segment, partition]));
      }
    }
    expect(found.sort()).toEqual(
      rows.map(({ segment, subject }): [string, number] => [segment, partitionOf(subject)]).sort(),
    );
    expect(new Set(found.map(([, partition]) => partition)).size).toBeGreaterThan(4);
  });

  test('newest first, page by page, of one and of all, each row once', async () => {
    const { records, putRow } = await make();
    const rows: IndexRow[] = [];
    for (let hours = 1; hours <= 60; hours += 5) {
      rows.push(await sampleRow({ arrivedTo: NOW - hours * HOUR, subject: `person-${hours % 3}` }));
    }
    for (const row of rows) await putRow(row);
    const all = rows.map(({ segment }) => segment);
    const own = rows.filter(({ subject }) => subject === 'person-1').map(({ segment }) => segment);
    for (const [subject, segments] of [[undefined, all] as const, ['person-1', own] as const]) {
      for (const limit of [1, 3, 100]) {
        const seen: string[] = [];
        for (let before: string | undefined, first = true; first || before !== undefined; first = false) {
          const page = await records.list({
            ...{ from: 0, to: NOW, limit, newest: true },
            ...(subject !== undefined && { subject }),
            ...(before !== undefined && { before }),
          });
          seen.push(...page.rows.map(({ segment }) => segment));
          before = page.next;
        }
        expect(seen).toEqual(segments);
      }
    }
    const [, second] = own;
    const span = { from: 0, to: NOW - 30 * HOUR, limit: 100, newest: true };
    // A place that is younger than the span is none in it.
    const page = await records.list({ ...span, subject: 'person-1', before: second! });
    expect(page.rows.map(({ segment }) => segment)).toEqual(
      rows
        .filter(({ subject, arrivedTo }) => subject === 'person-1' && arrivedTo <= span.to)
        .map(({ segment }) => segment),
    );
  });

  test('a span that ends before it begins, or before its place, holds nothing', async () => {
    const { records, putRow } = await make();
    const [older, newer] = [await sampleRow({ arrivedTo: NOW - 9 * HOUR }), await sampleRow({ arrivedTo: NOW - HOUR })];
    for (const row of [older, newer]) await putRow(row);
    const empty = { rows: [], unreadable: 0 };
    const span = { from: NOW - 2 * HOUR, to: NOW, limit: 10 };
    for (const subject of [{ subject: 'anna' }, {}]) {
      expect(await records.list({ ...span, ...subject, before: older.segment, newest: true })).toMatchObject(empty);
      expect(await records.list({ ...span, ...subject, to: NOW - 8 * HOUR, from: NOW })).toMatchObject(empty);
      expect(
        await records.list({ ...span, ...subject, to: NOW - 2 * HOUR, from: 0, after: newer.segment }),
      ).toMatchObject(empty);
    }
  });

  test('who is erased is in no list, nor what stands under another key than their own; nor whom nobody knows', async () => {
    const { shown, records, putRow, putSubject } = await make();
    const people: [subject: string, state: SeenSubject['state'] | undefined, keyId: string, listed: boolean][] = [
      ['anna', 'live', KEY_ID, true],
      ['bert', 'withdrawn', KEY_ID, true],
      ['carl', 'enrolled', KEY_ID, true],
      ['dora', 'erased', KEY_ID, false],
      ['emil', 'live', 'a-newer-key', false],
      ['fred', undefined, KEY_ID, false],
    ];
    const rows = new Map<string, string>();
    for (const [subject, state, keyId] of people) {
      if (state) await putSubject(subject, { state, keyId });
      const row = await sampleRow({ subject });
      await putRow(row);
      rows.set(subject, row.segment);
    }
    // Damage of who is erased is not counted either: it would say that there is something.
    for (const subject of ['anna', 'dora']) await putRow(await sampleRow({ subject, events: -1 }));
    const span = { from: NOW - 100 * HOUR, to: NOW };
    const names = (page: { rows: { subject: string }[]; unreadable: number }) => [
      page.rows.map(({ subject }) => subject).sort(),
      page.unreadable,
    ];
    const mine = people.filter(([, , , listed]) => listed).map(([subject]) => subject);
    expect(names(await shown.list({ ...span, limit: 100 }))).toEqual([mine, 1]);
    for (const [subject, , , listed] of people) {
      const page = await shown.list({ ...span, subject, limit: 10, newest: true });
      expect(names(page)[0]).toEqual(listed ? [subject] : []);
    }
    const paged = { rows: [] as { subject: string }[], unreadable: 0 };
    for await (const { rows: some, unreadable } of shown.pages(span)) {
      paged.rows.push(...some);
      paged.unreadable += unreadable;
    }
    expect(names(paged)).toEqual([mine, 1]);
    expect(names(await records.list({ ...span, limit: 100 }))).toEqual([people.map(([subject]) => subject), 2]);
  });
}
