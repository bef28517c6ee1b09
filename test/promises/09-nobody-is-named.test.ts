/**
 * Promise 9, of the people it needs: "People are not named to management." Who reports, and who enrols, consents, withdraws or is erased,
 * is named by nothing that somebody else can join with anything else of theirs.
 *
 * Mechanism: a name of the incident alone (core/incident/person.ts), and of the entry alone (core/ledger/choice.ts), an id in place of what
 * a device is called (core/consent/device-name.ts), each made from what only the person's own token brings back.
 *
 * Here: six people take part, read their own, report, join a report, withdraw, are erased. All that any role of people is answered, of every route
 * there is, and all rows, which is more than any function may read, is cut into records and joined by every word that they have in
 * common, over any number of steps; times and what hangs an entry on the one before are left out, and words that another
 * program with other people has too are the program's, and nobody's.
 *
 * Who worked when is nobody's business either: an employee who reports a moment, and again after a colleague's work, is told the same.
 *
 * Fails when two probes are answered otherwise; when a name of a reporter or of a choice can be joined with a pseudonym, a `sub`, a device or another such name; when there is a
 * route that nobody asks here; and when leaks that are planted are not found.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { keyOf } from '../../api/route.ts';
import { ROUTES } from '../../api/routes.ts';
import { deviceName } from '../../core/consent/device-name.ts';
import { memoryParticipationNote } from '../../core/consent/participation.memory.ts';
import { noteParticipation, participationOf } from '../../core/consent/participation.ts';
import { statusOf } from '../../core/consent/status.ts';
import { approve } from '../../core/incident/approve.ts';
import { readIssued } from '../../core/incident/documents.ts';
import type { Findings } from '../../core/incident/findings.ts';
import { personInIncidents } from '../../core/incident/person.ts';
import { report } from '../../core/incident/report.ts';
import { memoryTextSeal } from '../../core/incident/text-seal.memory.ts';
import { timelineOf } from '../../core/incident/timeline.ts';
import { viewIncident, viewIncidents } from '../../core/incident/view.ts';
import { viewCase, viewEvidence } from '../../core/incident/view-case.ts';
import { work } from '../../core/incident/work.ts';
import { entriesAbout } from '../../core/ledger/about.ts';
import { chainPage } from '../../core/ledger/chain-page.ts';
import { memoryPerson } from '../../core/ledger/choice.memory.ts';
import { tipsWithNote } from '../../core/ledger/last-checkpoint.ts';
import { reachingGrants, visibleGrants, visibleRequests } from '../../core/reading/access.ts';
import { countRecords, listForPurpose } from '../../core/reading/list.ts';
import { OWN_DATA } from '../../core/reading/reading.ts';
import { summaryOf } from '../../core/reading/summary.ts';
import { memoryPseudonyms } from '../../core/shared/pseudonym.memory.ts';
import { createProgram, EMPLOYEES, HOUR, IVAN, type Program, ROLF, STELLA } from '../fixtures/program.ts';
import { click } from '../fixtures/world.ts';

const ISSUER = 'https://issuer.example';
const pseudonyms = memoryPseudonyms();

const SUBS = ['ada', 'grace', 'linus', 'edsger', 'barbara', 'donald'];

interface Person {
  sub: string;
  /** Pseudonym. */
  name: string;
  /** What they call their device. */
  label: string;
  /** Under which name it stands. */
  device: string;
}
/** What names a person wherever they stand by their pseudonym. */
const namesOf = ({ sub, name, label, device }: Person) => [sub, name, label, device];

interface Told {
  people: Person[];
  /** Each name that a reporter has in an incident, and whose it is. */
  reporters: { as: string; who: Person }[];
  /** Words that stand together. */
  records: string[][];
}

async function told(subs: readonly string[]): Promise<Told> {
  const program = createProgram();
  const closures: unknown[] = [];
  const { take } = program.parts.closures;
  program.parts.closures = {
    take(closure, most) {
      closures.push({ person: closure.person, incident: closure.incident });
      return take(closure, most);
    },
  };
  const people = await Promise.all(
    subs.map(async (sub) => {
      const label = `${sub}-laptop`;
      const { device } = deviceName(await pseudonyms.secretOf(ISSUER, sub), label);
      return { sub, label, name: await pseudonyms.of(ISSUER, sub), device };
    }),
  );
  const [ada, grace, linus, edsger, barbara] = people as [Person, Person, Person, Person, Person, Person];

  for (const { name, device } of people) {
    const agent = await program.join(name, { device });
    agent.capture(click(1) as never);
    await agent.flush();
  }
  await program.deliver();
  await program.sign();
  program.time.now += program.disclosure.coolOffHours * HOUR;
  for (const row of program.index.values()) {
    await program.read(row, { reader: row.subject, groups: EMPLOYEES, purpose: OWN_DATA });
  }
  await program.give(IVAN.sub);
  const { lines: _, row: read, receipt } = await program.read([...program.index.values()][0]!);
  const query = { from: 0, to: program.time.now, limit: 1_000 };
  const ivan = { sub: IVAN.sub, pseudonym: await pseudonyms.of(ISSUER, IVAN.sub), groups: IVAN.groups };
  const purpose = Object.keys(program.disclosure.purposes)[0]!;
  const reading = [
    [summaryOf(read), receipt],
    await listForPurpose(program.readParts, ivan, { purpose, reason: 'sample of the week', query }),
    await countRecords(program.readParts, ivan, { from: program.time.now - 24 * HOUR, to: program.time.now }),
  ];
  await program.erase(barbara.name);
  await program.withdraw(ada.name);

  const reporters: Told['reporters'] = [];
  const tell = async (who: Person, severity: 'low' | 'high', incident = ulid(program.time.now)) => {
    const person = await personInIncidents(pseudonyms, ISSUER, who.sub);
    const as = person.in(incident);
    reporters.push({ as, who });
    const names = { sub: as, counted: person.on(program.time.now), closure: person.closing(incident) };
    await report(program.parts, { incident, reporter: { ...names, groups: EMPLOYEES }, severity, text: 'as it is' });
    return incident;
  };
  await tell(grace, 'low');
  const incident = await tell(grace, 'high');
  await tell(linus, 'high', incident);
  await program.workflow(incident);
  await approves(program, incident);
  for (const what of ['lead', 'note'] as const) {
    const worker = { pseudonym: ivan.pseudonym, groups: ivan.groups, namesIn: () => [ivan.pseudonym], names: [] };
    const given = { what, id: ulid(program.time.now), ...(what === 'note' && { text: 'looked into' }) };
    await work(caseParts(program), incident, worker, given);
  }
  await program.withdraw(edsger.name);
  await program.sign();

  const on = { program, incident, reading };
  const answers = await Promise.all(Object.values(ASKED).map((ask) => (ask === 'own' ? [] : ask(on))));
  return { people, reporters, records: recordsOf([...answers, ...(await rowsOf(program)), ...closures]) };
}

const caseParts = ({ parts, ledger }: Program) => ({ ...parts, ledger, seal: memoryTextSeal() });

interface On {
  program: Program;
  incident: string;
  /** What was answered while reading was open: a record, a list, totals. */
  reading: unknown[];
}

async function approves({ parts, gates }: Program, incident: string) {
  const { findings } = await parts.store.read(incident);
  const { epoch } = await gates.collection.read();
  for (const { sub, groups } of [STELLA, ROLF]) {
    const approver = { sub: await pseudonyms.of(ISSUER, sub), groups };
    await approve(parts, { incident, approver, decision: 'resume', findings: findings!.document, epoch });
  }
}

/** Everybody who is not a subject, at once: whatever any of them may see. */
const MANAGEMENT = ['investigators', 'representatives', 'stewards', 'platform'];

/** What is shown of others is asked; what answers with the caller's own, or with nothing of anybody, is said to. */
const ASKED: Readonly<Record<string, 'own' | ((on: On) => unknown)>> = {
  'GET /.well-known/sluice.json': 'own',
  'POST /enrolments': 'own',
  'POST /consents': 'own',
  'DELETE /consents': 'own',
  'PUT /consents/pause': 'own',
  'DELETE /devices/{device}': 'own',
  'DELETE /consents/pause': 'own',
  'POST /leases': 'own',
  'POST /trims': 'own',
  'DELETE /subject': 'own',
  'POST /reports': 'own',
  'POST /pauses': 'own',
  'PUT /directory': 'own',
  'GET /alarms': 'own',
  'GET /directory': 'own',
  'PUT /directory/parts/{part}': 'own',
  'GET /directory/parts/{part}': 'own',
  'POST /grants': 'own',
  // The caller's own grant, and policies, which name groups and no person.
  'POST /grants/explanation': 'own',
  'POST /incidents/{incident}/approvals': 'own',
  'POST /incidents/{incident}/resume': 'own',
  'GET /records': 'own',
  'GET /status': ({ program: { store, gates, disclosure, clock } }) =>
    statusOf(
      {
        ...{ store, gates, disclosure, clock },
        secondLine: { read: async () => undefined },
        inForce: { problem: async () => undefined, noted: async () => undefined },
      },
      { subject: 'stella', groups: MANAGEMENT },
    ),
  'GET /books': ({ program }) => program.books(),
  'GET /participation': async ({ program: { store, clock } }) => {
    const participation = memoryParticipationNote();
    await noteParticipation({ store, clock, participation });
    return participationOf(participation);
  },
  'GET /incidents': async ({ program }) => [
    await viewIncidents(program.parts, VIEWER, new Map()),
    await viewIncidents(program.parts, EMPLOYEE, new Map()),
  ],
  'GET /incidents/{incident}': async ({ program, incident }) => [
    await viewIncident(program.parts, incident, VIEWER),
    await viewIncident(program.parts, incident, EMPLOYEE),
  ],
  // What is opened has names of the data set alone: core/export/job.test.ts looks for all others.
  'POST /exports': 'own',
  'GET /exports': 'own',
  'GET /exports/{export}': 'own',
  'POST /exports/{export}/revocation': 'own',
  'POST /exports/{export}/parts': 'own',
  'POST /exports/{export}/copies': 'own',
  // Numbers of people, and of one person to that person.
  'POST /trainings': 'own',
  'GET /trainings': 'own',
  'GET /trainings/departures': 'own',
  'GET /trainings/concerned/{subject}': 'own',
  'GET /incidents/{incident}/mine': 'own',
  'POST /incidents/{incident}/case': 'own',
  'GET /incidents/{incident}/case': ({ program, incident }) => viewCase(caseParts(program), incident, MANAGEMENT),
  // What somebody added, byte by byte.
  'GET /incidents/{incident}/case/{number}/file': 'own',
  'GET /incidents/{incident}/findings/{sha256}/parts/{number}': async ({ program: { parts }, incident }) => {
    const { findings } = await parts.store.read(incident);
    const { document } = await readIssued<Findings>(parts, findings!);
    const shown = document.findings.filter(({ finding }) =>
      ['could-read', 'did-read', 'blast-radius'].includes(finding),
    );
    return Promise.all(
      shown.map(async ({ evidence: { sha256 } }) =>
        JSON.parse(Buffer.from((await viewEvidence(parts, incident, sha256, 1)).bytes).toString('utf8')),
      ),
    );
  },
  // What the account holds: roles and keys, and nobody whom the program knows.
  'GET /exposure/snapshots': 'own',
  'GET /exposure/snapshots/{begun}/parts/{number}': 'own',
  'GET /incidents/{incident}/timeline': async ({ program: { parts }, incident }) =>
    timelineOf(
      await parts.store.read(incident),
      await parts.store.approvals(incident),
      (await parts.store.contributions(incident)).map(({ contribution }) => contribution),
    ),
  'GET /ledger': async ({ program: { ledger, checkpoints } }) => [
    await tipsWithNote(ledger, checkpoints),
    await entriesAbout({ ledger, texts: ledger.texts }, memoryPerson('stella')),
  ],
  'GET /ledger/{chain}': async ({ program: { ledger } }) => {
    const pages = await Promise.all(ledger.chains.map((chain) => chainPage({ ledger, texts: ledger.texts }, chain, 0)));
    return pages.flatMap(({ entries }) => entries.map(({ body, hash }) => ({ ...JSON.parse(body), hash })));
  },
  // What was answered to a report, to those who answer it: no more than its incident shows.
  'POST /incidents/{incident}/answers': 'own',
  'GET /device-nonce': 'own',
  'POST /device-leases': 'own',
  'POST /anonymous-reports': 'own',
  'POST /anonymous-reports/answers': 'own',
  'POST /grants/requests': 'own',
  'POST /grants/revocations': 'own',
  'GET /grants': async ({ program: { grants, disclosure, clock } }) => [
    visibleGrants(disclosure, STELLA, await grants.list(clock.now())),
    visibleRequests(disclosure, STELLA, await grants.requests(clock.now())),
    reachingGrants(disclosure, await grants.list(clock.now())),
  ],
  'POST /records/{subject}/{segment}': ({ reading }) => reading[0],
  // Numbers, and the same receipt.
  'POST /records/{subject}/{segment}/examination': ({ reading }) => reading[0],
  'POST /listings': ({ reading }) => reading[1],
  'GET /records/totals': ({ reading }) => reading[2],
};
const VIEWER = { namesIn: () => ['stella'], groups: MANAGEMENT };
/** One whom the program is about, who reported nothing. */
const EMPLOYEE = { namesIn: () => ['emil'], groups: EMPLOYEES };

/** Every row that the adapters in memory keep; of the index without bodies, which nobody joins by. */
async function rowsOf({ world, store, index, parts, gates }: Program): Promise<unknown[]> {
  const subjects = [...world.tables.subjects.values()];
  const devices = await Promise.all(
    subjects.map(async ({ subject }) => (await store.devices(subject)).map((device) => ({ subject, ...device }))),
  );
  const incidents = await parts.store.list();
  const approvals = await Promise.all(incidents.map(({ incident }) => parts.store.approvals(incident)));
  const contributions = await Promise.all(incidents.map(({ incident }) => parts.store.contributions(incident)));
  const roots = await Promise.all([gates.collection.read(), gates.reading.read()]);
  const placed = roots.flatMap((root) => [...root.placed].map(([incident, { by }]) => ({ incident, by })));
  return [
    ...subjects.map(({ windows, ...row }) => ({ ...row, devices: [...windows.keys()] })),
    ...devices.flat(),
    ...[...index.values()].map(({ body: _, ...row }) => row),
    ...[...world.keys.keys()].map((key) => ({ key })),
    ...incidents,
    ...approvals.flat(),
    ...contributions.flat(),
    ...placed,
  ];
}

/** What may name somebody: a count does not, nor do the pieces that a signature in Base64 falls into, of which two are alike by chance. */
const mayName = (word: string) => word.length >= 3 && /\D/.test(word);

/** An answer is cut at its lists, and a text at its lines: what stands in one beside each other is many, and each of them is somebody. */
function recordsOf(value: unknown): string[][] {
  const [words, lists] = [new Set<string>(), [] as unknown[]];
  const walk = (one: unknown): void => {
    if (typeof one === 'string' && one.includes('\n')) lists.push(...one.split('\n'));
    else if (typeof one === 'string') for (const word of one.split(/[^\w-]+/).filter(mayName)) words.add(word);
    else if (Array.isArray(one) && one.some((item) => typeof item === 'object')) lists.push(...one);
    else if (Array.isArray(one) || (typeof one === 'object' && one !== null)) {
      // What hangs an entry on the one before it says nothing of who made either.
      for (const [name, item] of Object.entries(one)) if (name !== 'previous') walk(item);
    }
  };
  walk(value);
  return [[...words], ...lists.flatMap(recordsOf)].filter((record) => record.length > 0);
}

/** Words that are joined with one, over any number of records. */
function joinedWith(word: string, records: readonly (readonly string[])[]): Set<string> {
  const joined = new Set([word]);
  for (let before = 0; before < joined.size; ) {
    before = joined.size;
    for (const record of records) if (record.some((one) => joined.has(one))) for (const one of record) joined.add(one);
  }
  return joined;
}

const last = (name: string) => name.slice(name.indexOf(':') + 1);

/** Who is named beside a name that must stand alone: whose, and by what. */
function leaksOf({ people, reporters, records }: Told): string[] {
  const ofReporters = reporters.flatMap(({ as, who }) => {
    const joined = joinedWith(last(as), records);
    const others = reporters.filter((other) => other.who === who && other.as !== as).map((other) => last(other.as));
    return [...namesOf(who), ...others].filter((name) => joined.has(name)).map((name) => `reporter: ${name}`);
  });
  const ofChoices = choicesIn(records).flatMap((choice) => {
    const joined = joinedWith(choice, records);
    const others = [...people.flatMap(namesOf), ...reporters.map(({ as }) => last(as)), ...choicesIn(records)];
    return others.filter((name) => name !== choice && joined.has(name)).map((name) => `choice: ${name}`);
  });
  return [...new Set([...ofReporters, ...ofChoices])];
}
const choicesIn = (records: readonly (readonly string[])[]) => [
  ...new Set(records.flat().filter((word) => /^[a-z2-7]{52}$/.test(word))),
];

let all: Told;
beforeAll(async () => {
  const [one, other] = [await told(SUBS), await told(['tim', 'vint', 'radia', 'ken', 'dennis', 'margaret'])];
  // Kinds, roles, versions, chains: what another program has too.
  const common = new Set(other.records.flat());
  all = { ...one, records: one.records.map((record) => record.filter((word) => !common.has(word))) };
});

test('every route there is is asked, or is said to answer with the caller’s own', () => {
  expect(Object.keys(ASKED).sort()).toEqual(ROUTES.map(keyOf).sort());
});

test('nobody who reports, enrols, consents, withdraws or is erased is named', () => {
  expect(leaksOf(all)).toEqual([]);
  // All of it was there to be found: 6 enrolments and consents, 2 withdrawals, 1 erasure; three names of reporters.
  expect(choicesIn(all.records)).toHaveLength(15);
  const words = new Set(all.records.flat());
  expect(all.reporters.filter(({ as }) => words.has(last(as)))).toHaveLength(3);
  for (const { name, device, label } of all.people) {
    expect([...words]).toEqual(expect.arrayContaining([name, device]));
    expect(words).not.toContain(label);
  }
});

test('an employee who reports a moment, again and again, is told the same whether a colleague worked in between or not', async () => {
  const program = createProgram();
  const agent = await program.join('grace', { device: 'grace-laptop' });
  let first: unknown;
  for (const works of [false, true]) {
    if (works) {
      agent.capture(click(1) as never);
      await agent.flush();
      await program.deliver();
    }
    const incident = ulid(program.time.now);
    const reporter = { sub: `emil in ${incident}`, counted: 'emil', closure: 'emil', groups: EMPLOYEES };
    const from = program.time.now - 1;
    await report(program.parts, { incident, reporter, severity: 'low', text: 'a probe', from });
    await program.workflow(incident);
    const { summary } = await viewIncident(program.parts, incident, EMPLOYEE);
    const { window, established } = summary!.document;
    first ??= { window, established };
    expect({ window, established }).toEqual(first);
  }
});

describe('a leak that is planted is found', () => {
  const planted = (...more: string[][]) => leaksOf({ ...all, records: [...all.records, ...more] });
  const reporter = () => all.reporters[0]!;

  test.each(['sub', 'name', 'device'] as const)('a reporter beside their %s, at once and over a third word', (by) => {
    const [as, known] = [last(reporter().as), reporter().who[by]];
    expect(planted([as, known])).toContain(`reporter: ${known}`);
    expect(planted([as, 'one'], ['one', 'two'], ['two', known])).toContain(`reporter: ${known}`);
  });

  test('two incidents of one reporter', () => {
    const [first, second] = all.reporters.map(({ as }) => last(as)) as [string, string];
    expect(planted([first, 'one'], [second, 'one'])).toContain(`reporter: ${second}`);
  });

  test('a choice beside anybody, a reporter or another choice', () => {
    const [first, second] = choicesIn(all.records) as [string, string];
    const { name } = all.people[5]!;
    expect(planted([first, name])).toContain(`choice: ${name}`);
    expect(planted([first, last(reporter().as)])).toContain(`choice: ${last(reporter().as)}`);
    expect(planted([first, 'one'], [second, 'one'])).toContain(`choice: ${second}`);
  });
});
