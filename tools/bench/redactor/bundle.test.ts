import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { sampleDisclosure } from '../../../core/disclosure/sample.ts';
import { bundleSubject } from './bundle.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

test('what the bench measures runs from its bundle, tagger included', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  folders.push(folder);

  const { subject, bytes } = await bundleSubject(folder);

  const redactor = subject.redactorOf(sampleDisclosure(), { seed: new Uint8Array(32) });
  expect(redactor.redactText('Mrs. Oyelaran is on line two, jane@example.com')).toContain('[EMAIL]');
  expect(redactor.redactText('Mrs. Oyelaran is on line two')).toContain('[PERSON]');
  expect(bytes).toBeLessThan(3_000_000);
});
