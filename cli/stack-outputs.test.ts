import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readOutputs, type StageNames } from './stack-outputs.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-outputs-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fileOf = (content: unknown): string => {
  const file = join(folder, `${++files}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

const stage = (program: string, name: string) => ({
  [`sluice-${program}-${name}-State`]: { ProgramName: program, GateTable: `gate of ${program} ${name}` },
  [`sluice-${program}-${name}-Service`]: { ApiUrl: `https://${program}.${name}` },
});
const ONE = stage('model-capability', 'dev');
const SEVERAL = {
  ...ONE,
  ...stage('model-capability', 'prod'),
  ...stage('sales-lab', 'dev'),
  ...stage('sales', 'lab-prod'),
  CDKToolkit: { BucketName: 'x' },
};
const read = (content: unknown, named?: StageNames) => readOutputs(fileOf(content), ['GateTable', 'ApiUrl'], named);
const gateOf = (content: unknown, named?: StageNames): string => read(content, named).outputs.GateTable;

describe('the outputs of a deploy', () => {
  test('of one stage need no name; names that are given are checked', () => {
    expect(read(ONE)).toMatchObject({
      name: 'model-capability-dev',
      outputs: { ApiUrl: 'https://model-capability.dev' },
    });
    for (const named of [
      { program: 'model-capability' },
      { stage: 'dev' },
      { program: 'model-capability', stage: 'dev' },
    ])
      expect(gateOf(ONE, named)).toBe('gate of model-capability dev');
    for (const named of [{ program: 'sales-lab' }, { stage: 'prod' }, { program: 'model', stage: 'dev' }])
      expect(() => read(ONE, named)).toThrow('it holds model-capability-dev.');
  });

  test.each<[StageNames, string]>([
    [{ program: 'model-capability', stage: 'prod' }, 'gate of model-capability prod'],
    [{ program: 'sales-lab' }, 'gate of sales-lab dev'],
    [{ program: 'sales' }, 'gate of sales lab-prod'],
    [{ stage: 'lab-prod' }, 'gate of sales lab-prod'],
    [{ stage: 'prod' }, 'gate of model-capability prod'],
  ])('of several are selected by %j', (named, gate) => {
    expect(gateOf(SEVERAL, named)).toBe(gate);
  });

  test.each<[StageNames, string]>([
    [{}, 'model-capability-dev, model-capability-prod, sales-lab-dev, sales-lab-prod: say --program and --stage'],
    [{ program: 'model-capability' }, 'model-capability-dev, model-capability-prod: say'],
    [{ stage: 'dev' }, 'model-capability-dev, sales-lab-dev: say'],
    [{ program: 'sales-lab', stage: 'test' }, 'holds no program sales-lab, stage test; it holds'],
    [{ program: 'nobody' }, 'holds no program nobody; it holds'],
  ])('of several are refused where %j could mean more than one, or none', (named, message) => {
    expect(() => read(SEVERAL, named)).toThrow(message);
    expect(() => read(SEVERAL, named)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  test.each([
    ['what is no JSON', 'x', 'is not a file'],
    ['no stack of Sluice', { CDKToolkit: {} }, 'no stack of Sluice'],
    [
      'a stack without what is needed',
      { 'sluice-a-dev-State': { ProgramName: 'a' } },
      'lacks GateTable, ApiUrl of a-dev',
    ],
  ])('%s: says so', (_name, content, message) => {
    expect(() => read(content)).toThrow(message);
  });
});
