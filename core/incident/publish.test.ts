import { expect, test } from '@jest/globals';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import { canonicalJson } from '../ledger/entry.ts';
import { readIssued } from './documents.ts';
import type { Findings } from './findings.ts';

async function setup() {
  const all = await incidentSetup();
  const { incident } = await all.file();
  const id = incident.incident;
  all.leasesOut();
  await all.run(id, 'certify');
  return { ...all, id, read: () => all.parts.store.read(id) };
}

test('findings are published as they were collected, under lock and in the ledger', async () => {
  const { run, read, id, parts, evidence, entries, clock } = await setup();
  await run(id, 'investigate');
  clock.time += 5;
  await run(id, 'publish');

  const { draft, findings, status } = await read();
  const { document } = await readIssued<Findings>(parts, findings!);
  const { version, ...collected } = document;
  expect([status, version]).toEqual(['published', 1]);
  expect(draft!.name).toBe(`findings/${id}-document-${draft!.sha256}.json`);
  expect(findings!.name).toBe(`findings/${id}-findings-${findings!.sha256}.json`);
  expect(Buffer.from(await evidence.get(draft!.name)).toString()).toBe(`${canonicalJson(collected)}\n`);
  expect((await entries()).find(({ kind }) => kind === 'findings')).toMatchObject({
    ...{ at: clock.now(), actor: 'system:sluice', incident: id, detail: { document: findings!.document } },
  });
});

test('nothing is published that was not collected', async () => {
  const { run, id } = await setup();
  await expect(run(id, 'publish')).rejects.toThrow('an incident is investigated before its findings are published');
});

test('nor another draft than the one that was', async () => {
  const { run, id, parts, read } = await setup();
  await run(id, 'investigate');
  const { draft } = await read();
  await parts.store.advance(id, { set: { draft: { ...draft!, document: 'f'.repeat(64) } } });
  await expect(run(id, 'publish')).rejects.toThrow('the draft is not the one collected');
  expect(await read()).not.toHaveProperty('findings');
});

test.each(['investigate', 'publish'] as const)('%s: two that do it at once do it once', async (task) => {
  const { run, id, read, entries, clock } = await setup();
  if (task === 'publish') await run(id, 'investigate');
  // So that their documents differ.
  clock.now = () => clock.time++;
  await Promise.all([run(id, task), run(id, task)]);
  const first = await read();
  await run(id, task);
  const now = await read();
  expect([now.draft, now.findings]).toEqual([first.draft, first.findings]);
  expect((await entries()).filter(({ kind }) => kind === 'findings')).toHaveLength(task === 'publish' ? 1 : 0);
});

test('once they are published, the draft may be gone', async () => {
  const { run, id, parts } = await setup();
  await run(id, 'investigate');
  await run(id, 'publish');
  parts.evidence.get = () => Promise.reject(new Error('gone'));
  expect(await run(id, 'publish')).toEqual({ outcome: 'published', incident: id });
});
