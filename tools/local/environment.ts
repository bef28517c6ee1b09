import { delimiter, join } from 'node:path';
import { type Layout, repository } from './layout.ts';

export const account = '000000000000';

/** Host settings that must not reach the local cloud: they would point somewhere else, or change how Node runs. */
const foreign = /^(AWS_|CDK_|NODE_OPTIONS$|NODE_V8_COVERAGE$|JEST_|npm_|LOCALSTACK_|MINISTACK_|SLUICE_OWNED$)/;

/** The host's environment without what could redirect a call, and with Node 24 first on the PATH. */
function clean(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: [join(repository, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  };
}

/**
 * What a client needs to talk to the local cloud as its administrator (the access key `test` is root there). Settings
 * of the host's AWS profile are shut out.
 */
export function clientSettings(endpoint: string, region: string, layout: Layout): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(layout.dir, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(layout.dir, 'no-credentials'),
  };
}

/** Environment of a command that works on the local cloud. */
export function commandEnvironment(endpoint: string, region: string, layout: Layout): Record<string, string> {
  return {
    ...clean(),
    ...clientSettings(endpoint, region, layout),
    CDK_DEFAULT_ACCOUNT: account,
    CDK_DEFAULT_REGION: region,
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: '1',
  };
}

/** Environment of the emulator, and so of the Lambda functions that it runs: nothing of the host but what is named. */
export function emulatorEnvironment(layout: Layout, port: number, region: string, faults?: string) {
  const host = clean();
  const kept = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'SYSTEMROOT'].flatMap((name) =>
    host[name] === undefined ? [] : [[name, host[name]] as const],
  );
  return {
    ...Object.fromEntries(kept),
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1', // all interfaces otherwise
    AUTH: 'true', // IAM is enforced
    MINISTACK_HOST: '127.0.0.1', // in queue URLs and the like
    MINISTACK_ACCOUNT_ID: account,
    MINISTACK_REGION: region,
    PERSIST_STATE: '1',
    S3_PERSIST: '1',
    STATE_DIR: layout.state,
    S3_DATA_DIR: layout.objects,
    TMPDIR: layout.tmp,
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    LAMBDA_EXECUTOR: 'local', // processes, no Docker
    DOCKER_HOST: `unix://${join(layout.dir, 'no-docker.sock')}`, // a Docker on the host stays out of it
    LOG_LEVEL: 'WARNING',
    PYTHONUNBUFFERED: '1',
    PYTHONPYCACHEPREFIX: join(repository, '.venv', 'pycache'), // no byte code among the sources
    SLUICE_TRAIL_FILE: layout.trail,
    ...(faults === undefined ? {} : { SLUICE_FAULTS_FILE: faults }),
  } satisfies Record<string, string>;
}
