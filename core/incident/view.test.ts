import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import { pauseProgram } from './report.ts';
import { viewIncident, viewIncidents } from './view.ts';

describe('who sees an incident', () => {
  test('viewers all of it, the text only some of them; reporters their own; others not even that it exists', async () => {
    const { published, parts } = await incidentSetup();
    const { id } = await published();
    const view = (person: string, group: string) => viewIncident(parts, id, { person, groups: [group] });
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
    await expect(view('emil', 'employees')).rejects.toMatchObject({ reason: 'not-found' });
    const list = async (person: string, group: string) =>
      (await viewIncidents(parts, { person, groups: [group] }, new Map())).length;
    expect([
      await list('rolf', 'representatives'),
      await list('rita', 'employees'),
      await list('emil', 'employees'),
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

    const view = (incident: string) => viewIncident(parts, incident, { person: 'rita', groups: ['employees'] });
    expect(opened.filing).toBe('follows');
    await expect(view(id)).rejects.toMatchObject({ reason: 'unfiled' });
    await expect(view(other)).rejects.toMatchObject({ reason: 'not-found' });
  });
});
