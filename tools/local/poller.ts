/**
 * The Kinesis event source of the local cloud, as a process: `node poller.ts CHECKPOINT_FILE`, cloud and credentials from
 * the environment as for the AWS SDK. AWS_ENDPOINT_URL_KINESIS names another endpoint for the stream alone (kinesis-local,
 * where shards really split).
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Cloud, connect, mappingsOf } from './event-source/aws.ts';
import { FileCheckpoints } from './event-source/checkpoints.ts';
import { EventSource } from './event-source/event-source.ts';

const { AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_KINESIS: kinesisEndpoint, AWS_REGION: region } = process.env;
const checkpointFile = process.argv[2];
if (endpoint === undefined || region === undefined || checkpointFile === undefined) {
  console.error('usage: AWS_ENDPOINT_URL=... AWS_REGION=... node poller.ts CHECKPOINT_FILE');
  process.exit(2);
}

const credentials = {
  accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'test',
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'test',
};

/** The function's execution role: on AWS its event source reads the stream, and reports failures, as that role. */
const role: Cloud['role'] = async (functionArn) => {
  const response = await fetch(`${endpoint}/_sluice/credentials?function=${encodeURIComponent(functionArn)}`);
  if (!response.ok) throw new Error(`no credentials for ${functionArn}: ${response.status}`);
  const answer = (await response.json()) as Record<string, string>;
  return {
    arn: answer.ROLE_ARN ?? '',
    credentials: {
      accessKeyId: answer.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: answer.AWS_SECRET_ACCESS_KEY ?? '',
      sessionToken: answer.AWS_SESSION_TOKEN ?? '',
    },
  };
};

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
if (process.env.SLUICE_OWNED === '1') {
  // The pipe from our owner closes however it ends; nothing is left behind then.
  process.stdin.resume().once('close', () => process.exit(0));
}

const cloud: Cloud = { endpoint, region, kinesisEndpoint, credentials, role };
const source = new EventSource({
  mappings: mappingsOf(cloud),
  connect: (mapping) => connect(cloud, mapping),
  checkpoints: new FileCheckpoints(checkpointFile),
  clock: {
    now: Date.now,
    sleep: (ms, signal) => (ms <= 0 ? Promise.resolve() : pause(ms, undefined, { signal }).catch(() => {})),
  },
  log: (message) => console.log(new Date().toISOString(), message),
  random: Math.random,
});
await source.run(stop.signal);
