import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { incidentSetup, RITA, ROLF } from '../../test/fixtures/incident.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { readIssued } from './documents.ts';
import type { Incident, IncidentStore } from './incident.ts';
import { pauseProgram } from './report.ts';
import { viewIncident, viewIncidents } from './view.ts';

describe('who sees an incident', () => {
  test('viewers all of it, the text only some of them; reporters their own; whom the program is not about not even that it exists', async () => {
    const { published, parts } = await incidentSetup();
    const { id } = await published();
    const view = (person: string, group: string) =>
      viewIncident(parts, id, { namesIn: () => [person], groups: [group] });
    expect(await view('ivan', 'investigators')).toMatchObject({
      text: 'I saw something',
      receipt: {},
      certificate: {},
      findings: {},
    });
    const forRolf = await view('rolf', 'representatives');
    expect(forRolf).toMatchObject({ receipt: {}, certificate: {}, findings: {} });
    expect(forRolf.text).toBeUndefined();
    expect((await view('rita', 'employees')).text).toBe('I saw something');
    await expect(view('emil', 'visitors')).rejects.toMatchObject({ reason: 'not-found' });
    const list = async (person: string, group: string) =>
      (await viewIncidents(parts, { namesIn: () => [person], groups: [group] }, new Map())).incidents.length;
    expect([
      await list('rolf', 'representatives'),
      await list('rita', 'employees'),
      await list('emil', 'visitors'),
    ]).toEqual([1, 1, 0]);
  });

  test('what was signed says nothing of the report’s text', async () => {
    const { published, evidence, entries } = await incidentSetup();
    await published();
    const all = [JSON.stringify(await entries())];
    for (const name of evidence.names()) all.push(name, Buffer.from(await evidence.get(name)).toString());
    expect(all.join('\n')).not.toContain('I saw something');
  });

  test('that one which holds the gates is still to be filed, and of no other more than that it is not there', async () => {
    const { parts } = await incidentSetup();
    const [id, other] = [ulid(parts.clock.now()), ulid(parts.clock.now())];
    const store = { ...parts.store, file: () => Promise.reject(new Error('the table is away')) };
    const reporter = { sub: 'stella', groups: ['stewards'] };
    const opened = await pauseProgram({ ...parts, store }, { incident: id, reporter, text: 'stop' });

    const view = (incident: string) =>
      viewIncident(parts, incident, { namesIn: () => ['rita'], groups: ['employees'] });
    expect(opened.filing).toBe('follows');
    await expect(view(id)).rejects.toMatchObject({
      reason: 'unfiled',
      message: 'it holds the gates; what was reported follows',
    });
    await expect(view(other)).rejects.toMatchObject({ reason: 'not-found', message: 'no such incident' });
  });
});

describe('what is shown', () => {
  test('is as far as the incident has come, and nothing else', async () => {
    const { file, parts, run, leasesOut } = await incidentSetup();
    const { incident } = await file();
    const id = incident.incident;
    const ivan = { namesIn: () => ['ivan'], groups: ['investigators'] };
    const keys = async () => Object.keys(await viewIncident(parts, id, ivan)).sort();
    const always = ['approvals', 'incident', 'text'];
    expect(await keys()).toEqual([...always, 'progress', 'receipt'].sort());
    leasesOut();
    await run(id, 'certify');
    expect(await keys()).toEqual([...always, 'certificate', 'progress', 'receipt'].sort());
    await run(id, 'investigate');
    await run(id, 'publish');
    expect(await keys()).toEqual(
      [...always, 'certificate', 'findings', 'probes', 'progress', 'receipt', 'summary'].sort(),
    );
    const after = await parts.store.advance(id, { set: { status: 'terminated', concludedAt: 1 } });
    const view = await viewIncident(parts, id, ivan);
    expect(view).not.toHaveProperty('progress');
    expect(view.incident).toEqual(after);
    expect(view.receipt).toEqual(await readIssued(parts, after.receipt!));
    expect(view.certificate).toEqual(await readIssued(parts, after.certificate!));
    expect(view.findings).toEqual(await readIssued(parts, after.findings!));
  });

  test('with a probe whose row cannot be read, all the same: that one is unknown, by its name', async () => {
    const { published, parts } = await incidentSetup();
    const { id } = await published();
    const { kept } = await parts.probes.all();
    const [{ state }] = kept as [(typeof kept)[number]];
    const probes = {
      all: async () => ({ kept: kept.slice(1), damaged: [{ probe: state.probe }, { probe: 'of-no-finding' }] }),
    };

    const view = await viewIncident({ ...parts, probes }, id, { namesIn: () => ['ivan'], groups: ['investigators'] });

    expect(view.probes).toHaveLength(kept.length);
    expect(view.probes).toContainEqual({
      ...{ probe: state.probe, branch: state.branch, outcome: 'unknown' },
      statement: expect.stringContaining('cannot be read'),
    });
  });

  test('of a report that closed nothing and has no text is its row, its progress and nothing signed', async () => {
    const { file, parts } = await incidentSetup();
    const { incident } = await file({ severity: 'low' });
    const view = await viewIncident(parts, incident.incident, { namesIn: () => ['rolf'], groups: ROLF.groups });
    expect(Object.keys(view).sort()).toEqual(['approvals', 'incident', 'progress']);
    expect(view.progress).toMatchObject({ waitsFor: 'findings' });
  });

  test('to who joined is their own text, and not who else reported it', async () => {
    const { file, parts } = await incidentSetup();
    const { incident } = await file();
    await file({ incident: incident.incident, reporter: { ...RITA, sub: 'otto' }, text: 'me too' });
    const view = await viewIncident(parts, incident.incident, { namesIn: () => ['otto'], groups: RITA.groups });
    expect(view).toMatchObject({ text: 'me too', incident: { reporter: 'otto' } });
    expect(JSON.stringify(view.incident)).not.toContain(RITA.sub);
  });

  test('to others is not even whether it exists', async () => {
    const { file, parts } = await incidentSetup();
    const { incident } = await file();
    const asked = viewIncident(parts, incident.incident, { namesIn: () => ['emil'], groups: ['visitors'] });
    await expect(asked).rejects.toMatchObject({ reason: 'not-found', message: 'no such incident' });
  });
});

describe('a list', () => {
  /** As many incidents as are asked for, of people in turns; how often it was asked. */
  const endless = (ends = Number.POSITIVE_INFINITY, everybody?: string) => {
    const calls: number[] = [];
    const made = (at: number) => ({ incident: `${at}`, reporter: everybody || `p${at}` }) as Incident;
    const find = async (id: string) => (Number(id) < ends ? made(Number(id)) : undefined);
    const list = async (limit = 0, before?: Incident): Promise<Incident[]> => {
      const from = before ? Number(before.incident) + 1 : 0;
      calls.push(from);
      const many = Math.max(0, Math.min(limit, ends - from));
      return Array.from({ length: many }, (_, at) => made(from + at));
    };
    return { calls, store: { list, find } as IncidentStore };
  };
  const disclosure = sampleDisclosure();
  const all = { namesIn: () => ['ivan'], groups: ['investigators'] };
  const person = (name: string) => ({ namesIn: () => [name], groups: RITA.groups });

  test('is a page, asked for once', async () => {
    const { calls, store } = endless();
    const { incidents: shown, next } = await viewIncidents({ store, disclosure }, all, new Map());
    expect(shown.map(({ incident }) => incident)).toEqual(Array.from({ length: 50 }, (_, at) => `${at}`));
    expect(next).toBe('49');
    expect(calls).toEqual([0]);
  });

  test.each<[string, string[], ends: number, of: string]>([
    ['all', all.groups, 130, ''],
    ['their own alone', RITA.groups, 400, 'p'],
  ])('goes on page by page for who sees %s: each once, newest first', async (_whose, groups, ends, of) => {
    const { store } = endless(ends, of);
    const held = new Map([['60', { incident: '60', reporter: of || 'p60' } as Incident]]);
    const [seen, pages]: [string[], number[]] = [[], []];
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const page = await viewIncidents({ store, disclosure }, { namesIn: () => [of || 'ivan'], groups }, held, after);
      seen.push(...page.incidents.map(({ incident }) => incident));
      pages.push(page.incidents.length);
      after = page.next;
    }
    const expected = Array.from({ length: ends }, (_, at) => `${at}`).filter((id) => id !== '60');
    expect(seen).toEqual(['60', ...expected]);
    expect(pages.every((many) => many <= 51)).toBe(true);
  });

  test('goes on behind none that is not there, or that somebody else reported', async () => {
    const { store } = endless();
    for (const after of ['p', '7']) {
      const page = viewIncidents({ store, disclosure }, person('p9'), new Map(), after);
      await expect(page).rejects.toMatchObject({ reason: 'not-found' });
    }
  });

  test('has what holds the gates first, and once', async () => {
    const { store } = endless();
    const held = new Map([['3', { incident: '3', reporter: 'p3' } as Incident]]);
    const { incidents: shown } = await viewIncidents({ store, disclosure }, all, held);
    expect(shown.slice(0, 5).map(({ incident }) => incident)).toEqual(['3', '0', '1', '2', '4']);
    expect(new Set(shown.map(({ incident }) => incident)).size).toBe(51);
  });

  test('of somebody’s own is looked for among the newest five hundred, and no further', async () => {
    for (const [name, found] of [
      ['p499', 1],
      ['p500', 0],
    ] as const) {
      const { calls, store } = endless();
      const { incidents, next } = await viewIncidents({ store, disclosure }, person(name), new Map());
      expect([incidents.length, next]).toEqual([found, undefined]);
      expect(calls).toHaveLength(10);
    }
  });

  test('ends where there are no more', async () => {
    const { calls, store } = endless(60);
    const { incidents } = await viewIncidents({ store, disclosure }, person('p59'), new Map());
    expect(incidents).toHaveLength(1);
    expect(calls).toEqual([0, 50, 60]);
  });

  test('of others’ holds names none of them to who has nothing to do with it', async () => {
    const { store } = endless(0);
    const held = new Map([['3', { incident: '3', reporter: 'p3', alsoBy: ['p4'] } as Incident]]);
    const see = async (name: string) => (await viewIncidents({ store, disclosure }, person(name), held)).incidents;
    expect(await see('p9')).toEqual([]);
    expect(await see('p4')).toEqual([{ incident: '3', reporter: 'p4' }]);
  });
});
