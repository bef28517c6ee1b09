import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { publicKeyPem } from '../../core/ledger/note.ts';
import { bootstrap, deploy, synthesize } from '../local/deploy.ts';
import { account, commandEnvironment } from '../local/environment.ts';
import { layoutOf, prepare, repository } from '../local/layout.ts';
import { callScheduled } from '../local/schedules.ts';
import { Stacks } from '../local/stacks.ts';
import type { Deployment } from './deployment.ts';

/** Twelve digits as an access key are the root of that account, in the local cloud. */
export const WITNESS_ACCOUNT = '111111111111';
/** The bus that the witness has there, once it is deployed. */
export const WITNESS_BUS = `arn:aws:events:us-east-1:${WITNESS_ACCOUNT}:event-bus/sluice-model-capability-local-witness`;

/** A witness in the local cloud's second account, with the rights of that account's root. */
export interface Witness {
  outputs: Record<string, string>;
  /** For SDK clients of its account. */
  clientConfig: Deployment['clientConfig'];
  /** As by schedule: looks at what is missing, and publishes a statement. */
  run(): Promise<Said>;
  /** Fetches statement and public key, as anybody does who is given both. @returns the options of `sluice ledger verify` */
  fetchStatement(folder: string): Promise<{ statement: string; options: string[] }>;
}

/** Words for what is wrong as of now. */
interface Said {
  wrong: string[];
}

/** With the ordinary commands, as somebody who has nothing of the program but its name, account and public key. */
export async function deployWitness(deployment: Deployment, folder: string): Promise<Witness> {
  const { endpoint, region } = deployment.cloud;
  // The CDK command line runs in that folder.
  const layout = layoutOf(resolve(folder));
  prepare(layout);
  const key = join(layout.dir, 'program.pem');
  await fetchKey(deployment.clientConfig, deployment.outputs.SigningKeyId!, key);
  const { program } = deployment.disclosure;
  const witness = { program, stage: 'local', account, key: relative(repository, key), destroyable: true };
  const env = {
    ...commandEnvironment(endpoint, region, layout),
    AWS_ACCESS_KEY_ID: WITNESS_ACCOUNT,
    CDK_DEFAULT_ACCOUNT: WITNESS_ACCOUNT,
  };
  await Promise.all([
    synthesize({ project: repository, context: { witness: JSON.stringify(witness) } }, layout, env),
    bootstrap(layout, env, `aws://${WITNESS_ACCOUNT}/${region}`),
  ]);
  await deploy(layout, env);
  const stacks = new Stacks(endpoint, region, WITNESS_ACCOUNT);
  try {
    const outputs = (await stacks.outputs())[`sluice-${program}-local-Witness`]!;
    return witnessOf(deployment, outputs);
  } finally {
    stacks.close();
  }
}

function witnessOf({ clientConfig: ours, disclosure }: Deployment, outputs: Record<string, string>): Witness {
  const clientConfig = { ...ours, credentials: { accessKeyId: WITNESS_ACCOUNT, secretAccessKey: 'test' } };
  return {
    outputs,
    clientConfig,
    run: async () => (await callScheduled(clientConfig, [`sluice-${disclosure.program}-local-witness`]))[0] as Said,
    async fetchStatement(folder) {
      mkdirSync(folder, { recursive: true });
      const [statement, key] = [join(folder, 'statement.json'), join(folder, 'witness.pem')];
      const s3 = new S3Client({ ...clientConfig, forcePathStyle: true });
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: outputs.KeptBucket!, Key: 'statement.json' }));
        writeFileSync(statement, await Body!.transformToString());
      } finally {
        s3.destroy();
      }
      await fetchKey(clientConfig, outputs.StatementKeyId!, key);
      return { statement, options: ['--witness', statement, '--witness-key', key] };
    },
  };
}

async function fetchKey(clientConfig: Deployment['clientConfig'], KeyId: string, file: string): Promise<void> {
  const kms = new KMSClient(clientConfig);
  try {
    writeFileSync(file, publicKeyPem((await kms.send(new GetPublicKeyCommand({ KeyId }))).PublicKey!));
  } finally {
    kms.destroy();
  }
}
