import { describe, expect, test } from '@jest/globals';
import { incidentSetup } from '../../test/fixtures/incident.ts';
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
});
