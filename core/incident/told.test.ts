import { describe, expect, test } from '@jest/globals';
import { incidentSetup, RITA, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import { readIssued } from './documents.ts';
import type { FindingsSummary } from './summary.ts';
import { WITHHELD } from './told.ts';
import { viewIncident, viewIncidents } from './view.ts';

const EMIL = { namesIn: () => ['emil'], groups: RITA.groups };

describe('whom the program is about', () => {
  test('is told of an incident that closed the gates in the write that contained it, and of no reporter', async () => {
    const { parts, file } = await incidentSetup();
    const { incident } = await file();
    const view = await viewIncident(parts, incident.incident, EMIL);

    expect(view.incident).toMatchObject({ incident: incident.incident, status: 'contained', reporter: WITHHELD });
    expect(JSON.stringify(view)).not.toContain('rita');
    expect(Object.keys(view).sort()).toEqual(['approvals', 'incident', 'progress']);
    const { receipt, epochs, closedAt } = await parts.store.read(incident.incident);
    expect(view.incident).toMatchObject({ receipt, epochs, closedAt });
    const { incidents } = await viewIncidents(parts, EMIL, new Map());
    expect(incidents).toEqual([view.incident]);
  });

  test('is not told before it is contained, nor of a report that closes nothing before its findings', async () => {
    const { parts, file, run } = await incidentSetup();
    const { incident } = await file({ severity: 'low' });
    await expect(viewIncident(parts, incident.incident, EMIL)).rejects.toMatchObject({ reason: 'not-found' });
    expect((await viewIncidents(parts, EMIL, new Map())).incidents).toEqual([]);

    for (const task of ['contain', 'certify', 'investigate', 'publish'] as const) await run(incident.incident, task);
    expect((await viewIncident(parts, incident.incident, EMIL)).summary).toBeDefined();
  });

  test('is told nothing that two answers, before and after, say of somebody’s work; who reported has the receipt they were given', async () => {
    const { parts, published } = await incidentSetup();
    const { id } = await published();
    const view = await viewIncident(parts, id, EMIL);
    expect(JSON.stringify(view)).not.toMatch(/"(admitted|entries|checkpoint)"/);
    expect(view.incident.from % 86_400_000).toBe(0);
    expect(view.summary!.document.window.from % 86_400_000).toBe(0);
    expect(view).not.toHaveProperty('certificate');
    const own = await viewIncident(parts, id, { namesIn: () => [RITA.sub], groups: RITA.groups });
    expect(own).toMatchObject({ receipt: {}, certificate: {} });
  });

  test('is not told who is excluded', async () => {
    const { parts, file } = await incidentSetup();
    const { incident } = await file();
    parts.disclosure.population.excluded.push('interns');
    const asked = viewIncident(parts, incident.incident, { ...EMIL, groups: [...RITA.groups, 'interns'] });
    await expect(asked).rejects.toMatchObject({ reason: 'not-found' });
  });

  test('reads what was found in the write that shows it to those who look into it; who decided by their groups alone', async () => {
    const { parts, published } = await incidentSetup();
    const advance = parts.store.advance;
    const seen: [boolean, boolean][] = [];
    parts.store.advance = async (...asked) => {
      const after = await advance(...asked);
      seen.push([after.findings !== undefined, after.summary !== undefined]);
      return after;
    };
    const { id, approve } = await published();
    expect(seen.filter(([one, other]) => one !== other)).toEqual([]);
    await approve(STELLA);
    await approve(ROLF);

    const view = await viewIncident(parts, id, EMIL);
    expect(view.findings).toBeUndefined();
    expect(view.incident.findings).toBeUndefined();
    expect(view.approvals.map(({ approver, groups }) => [approver, ...groups])).toEqual([
      [WITHHELD, ...STELLA.groups],
      [WITHHELD, ...ROLF.groups],
    ]);
    const { findings, summary } = await parts.store.read(id);
    const { document } = await readIssued<FindingsSummary>(parts, summary!, 'findings-summary');
    expect(document).toEqual(view.summary!.document);
    expect(document.findings).toBe(findings!.document);
    expect(document.established.map(({ finding }) => finding).sort()).toEqual([
      'blast-radius',
      'changes',
      'containment',
      'could-read',
      'counters',
      'did-read',
      'encryption',
      'ledger',
      'missing-frames',
      'over-collection',
      'reads',
      'stored',
    ]);
  });

  test('no more is who reported: the list of whose records were there is for those who look into it', async () => {
    const { parts, published } = await incidentSetup();
    const { id } = await published();
    const view = await viewIncident(parts, id, { namesIn: () => [RITA.sub], groups: RITA.groups });
    expect([view.findings, view.incident.findings, view.incident.draft]).toEqual([undefined, undefined, undefined]);
    expect(view).toMatchObject({ summary: {}, text: 'I saw something' });
  });
});
