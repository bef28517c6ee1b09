import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseDocument } from 'yaml';

const PROJECT = resolve(fileURLToPath(import.meta.url), '../../..');

/** Where the two syntheses of the same sources are, for `templates.ts`. */
export const FOLDERS = ['first', 'second'].map((name) => join(PROJECT, 'out/test-infra', name));

/** The disclosure of the second stage: the program's, with a model that reads again. Written by `setup`. */
const MOVED = 'out/test-infra/disclosure.yaml';
export const MODEL = { by: 'model', name: 'small', sha256: 'ab'.repeat(32) } as const;

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
/** Of the second stage. */
export const MOVED_ACCOUNT = '345678901234';

/** Of the witness of the first stage, in an account of somebody else. */
export const WITNESS_ACCOUNT = '210987654321';
const BUS = `arn:aws:events:us-east-1:${WITNESS_ACCOUNT}:event-bus/sluice-model-capability-prod-witness`;

/** One of the organization's, that is there: of the second stage. */
export const TRAIL = {
  bucket: 'company-trail',
  prefix: 'logs/AWSLogs/o-abc123',
  key: 'arn:aws:kms:eu-central-1:999999999999:key/11111111-2222-3333-4444-555555555555',
  regions: ['eu-central-1', 'us-east-1'],
  logs: ['management', 'kms', 'dynamodb'],
};

/** Two programs' stages in one app: one as in production, one with every option moved. */
export const STAGES = [
  {
    program: 'model-capability',
    stage: 'prod',
    account: ACCOUNT,
    alarmEmail: 'on-call@example.com',
    witness: BUS,
    trail: {},
  },
  {
    program: 'model-capability',
    stage: 'moved',
    disclosure: MOVED,
    account: MOVED_ACCOUNT,
    region: 'eu-central-1',
    alarms: [
      { email: 'team@example.com' },
      { https: 'https://pager.example.com/sluice' },
      { topic: `arn:aws:sns:eu-central-1:${MOVED_ACCOUNT}:chat` },
    ],
    tags: { 'cost-center': '4711' },
    trail: TRAIL,
    iamPath: '/apps/sluice/',
    boundaryDenies: 'test/infra/boundary-denies.json',
    destroyable: true,
    oidc: { issuer: 'https://login.example.com', audience: ['sluice'] },
    domain: {
      name: 'sluice.example.com',
      certificate: 'arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
    },
    stream: { mode: 'provisioned', shards: 4 },
    batch: { records: 100, windowSeconds: 1 },
    reservedConcurrency: { report: 5 },
    push: false,
    agents: 45_000,
    logRetentionDays: 30,
  },
];

/** Runs the app as `cdk synth` does. Returns what it says on stderr. */
export async function synthesize(
  folder: string,
  context: object,
  app = 'bin/sluice-app.ts',
  account = ACCOUNT,
): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { stderr } = await promisify(execFile)(process.execPath, [app], {
    cwd: PROJECT,
    env: {
      PATH: process.env.PATH ?? '',
      CDK_OUTDIR: folder,
      CDK_DEFAULT_ACCOUNT: account,
      CDK_DEFAULT_REGION: REGION,
      SLUICE_NAG: 'list',
      // What Node has compiled of the construct library is kept from one synthesis to the next.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
  });
  return stderr;
}

/** Jest's global setup of the infra project. */
export default async function setup(): Promise<void> {
  const disclosure = parseDocument(readFileSync(join(PROJECT, 'programs/model-capability/disclosure.yaml'), 'utf8'));
  disclosure.setIn(['redaction', 'deepPass'], MODEL);
  mkdirSync(dirname(join(PROJECT, MOVED)), { recursive: true });
  writeFileSync(join(PROJECT, MOVED), disclosure.toString());
  for (const folder of FOLDERS) {
    const said = await synthesize(folder, { sluice: { stages: STAGES } });
    writeFileSync(join(folder, 'said.txt'), said);
  }
}
