import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { modelDigest } from '../redaction/deep/model.ts';
import { sampleModel } from '../test/fixtures/onnx-model.ts';
import { CommandError } from './exit-codes.ts';
import { modelCommand } from './model.ts';

const models = mkdtempSync(join(tmpdir(), 'sluice-models-'));
afterAll(() => rmSync(models, { recursive: true }));

function model(name: string, files: Record<string, Uint8Array>): string {
  const folder = join(models, name);
  mkdirSync(folder);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return folder;
}

async function check(...args: string[]): Promise<string> {
  let said = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
  try {
    await modelCommand().parseAsync(['check', ...args], { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return said;
}

test('a model is opened, tried, and named as the disclosure must name it', async () => {
  const files = sampleModel(['zorblax']);
  const folder = model('small', files);

  const said = await check(folder, '--text', 'ask Zorblax');

  expect(said).toContain(`deepPass: { by: model, name: small, sha256: ${modelDigest(files)} }`);
  expect(said).toContain('PERSON "Zorblax"');
  expect(said).toMatch(/[\d.]+ ms for a text of 126 pieces/);
});

test('a folder that holds none is refused with the file that is missing', async () => {
  const { 'labels.json': _, ...rest } = sampleModel([]);
  const folder = model('without-labels', rest);

  await expect(check(folder)).rejects.toThrow(CommandError);
  await expect(check(folder)).rejects.toThrow('labels.json');
});
