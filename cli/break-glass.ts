import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ulid } from 'ulid';
import { awsCollectionGate, awsReadingGate } from '../core/gate/gate.aws.ts';
import { type BreakGlassPause, breakGlass } from '../core/incident/break-glass.ts';
import { isOverError } from '../core/incident/close.ts';
import { UNNAMED_OPERATOR } from '../core/incident/filing.ts';
import { awsLanes } from '../core/incident/lanes.aws.ts';
import { awsLedger } from '../core/ledger/ledger.aws.ts';
import { awsSigner } from '../core/ledger/signer.aws.ts';
import { serverClock } from '../core/shared/server-clock.aws.ts';
import { within } from '../core/shared/within.ts';
import { ask } from './ask.ts';
import type { GlobalOptions } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { facts, type Output, table, time } from './output.ts';
import { prefixOf, readOutputs, type StageNames } from './stack-outputs.ts';

/**
 * The pause that needs neither API nor functions: AWS credentials of the caller, or the break-glass role that they may take. The only
 * file of the command line that knows AWS; loaded when it is asked for.
 */

export interface BreakGlassOptions extends GlobalOptions, StageNames {
  reason: string;
  incident?: string;
  outputs?: string;
  /** ARN; false: the caller's credentials as they are. */
  role?: string | false;
  mfaSerial?: string;
  mfaCode?: string;
  receipt?: string;
}

/** What is closed: by the outputs of a deploy, or by the names that every stage has. */
interface Target {
  /** `<program>-<stage>`. */
  name: string;
  program: string;
  gate: string;
  lanes: string;
  ledger: string;
  signingKey: string;
  role?: string;
}

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

const DAY = 86_400_000;

export function targetOf({
  outputs,
  program,
  stage,
}: Pick<BreakGlassOptions, 'outputs' | 'program' | 'stage'>): Target {
  if (outputs !== undefined) {
    const needed = ['GateTable', 'LanesTable', 'LedgerTable', 'SigningKeyId', 'ProgramName'] as const;
    const { name, outputs: all } = readOutputs(outputs, needed, {
      ...(program !== undefined && { program }),
      ...(stage !== undefined && { stage }),
    });
    return {
      name,
      program: all.ProgramName,
      gate: all.GateTable,
      lanes: all.LanesTable,
      ledger: all.LedgerTable,
      signingKey: all.SigningKeyId,
      ...(all.BreakGlassRoleArn !== undefined && { role: all.BreakGlassRoleArn }),
    };
  }
  if (program === undefined || stage === undefined) {
    throw new CommandError(EXIT.usage, 'no-target', 'Say what to close: --outputs FILE, or --program and --stage.');
  }
  const prefix = prefixOf(`${program}-${stage}`);
  return {
    name: `${program}-${stage}`,
    program,
    gate: `${prefix}-Gate`,
    lanes: `${prefix}-Lanes`,
    ledger: `${prefix}-Ledger`,
    signingKey: `alias/${prefix}/signing`,
  };
}

const timeouts = (connectionTimeout: number, requestTimeout: number) => ({
  requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
});

async function assume(sts: STSClient, role: string, options: BreakGlassOptions): Promise<Credentials> {
  const { mfaSerial } = options;
  const code =
    mfaSerial &&
    (options.mfaCode ?? (await ask(`MFA code of ${mfaSerial}: `, ['no-mfa-code', 'Give the code: --mfa-code.'])));
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: role,
      RoleSessionName: `sluice-${process.env.USER ?? 'pause'}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64),
      DurationSeconds: 900,
      ...(mfaSerial && { SerialNumber: mfaSerial, TokenCode: code }),
    }),
  );
  return {
    accessKeyId: given!.AccessKeyId!,
    secretAccessKey: given!.SecretAccessKey!,
    sessionToken: given!.SessionToken!,
  };
}

/** As the AWS CLI: the option, else what environment and profile say. */
const settingsOf = ({ region, profile, endpointUrl }: BreakGlassOptions) => ({
  ...(region !== undefined && { region }),
  ...(profile !== undefined && { profile }),
  ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
});

interface Pressed extends BreakGlassPause {
  incident: string;
  /** ms, AWS's time. */
  begun: number;
}

/** How long the pause waits to be told who presses and what time it is, ms: both are nice to know. */
const PATIENCE = 1_500;

/** @param announce told the id before anything is closed: whatever happens, it can be repeated under the same one */
async function close(
  target: Target,
  options: BreakGlassOptions,
  announce: (incident: string) => void,
): Promise<Pressed> {
  const own = settingsOf(options);
  const role = options.role === false ? undefined : (options.role ?? target.role);
  const ours = new STSClient({ ...own, ...timeouts(2_000, 5_000) });
  const credentials = role && (await assume(ours, role, options));
  const settings = { ...own, ...(credentials && { credentials }) };
  const sts = credentials ? new STSClient({ ...settings, ...timeouts(2_000, 5_000) }) : ours;
  const operator = await within(PATIENCE, sts.send(new GetCallerIdentityCommand({}))).then(
    ({ Arn }) => Arn ?? UNNAMED_OPERATOR,
    () => UNNAMED_OPERATOR,
  );
  // What time it is has been learned by now; the others begin with it, so that nothing of them is signed at a wrong one.
  const learned = { ...settings, systemClockOffset: sts.config.systemClockOffset };
  // As the functions' own: the gate repeats by itself, so a call that hangs is given up early.
  const gateDdb = new DynamoDBClient({ ...learned, ...timeouts(2_000, 2_000), maxAttempts: 1 });
  const ddb = new DynamoDBClient({ ...learned, ...timeouts(2_000, 5_000) });
  const kms = new KMSClient({ ...learned, ...timeouts(2_000, 5_000) });
  const clock = serverClock(gateDdb, sts);
  try {
    const gate = { ddb: gateDdb, gateTable: target.gate, clock };
    const collection = awsCollectionGate({ ...gate, lanesTable: target.lanes });
    // Where nobody has answered yet, the gate is asked: what depends on the time of a pause must not depend on a laptop's clock.
    if (operator === UNNAMED_OPERATOR) await within(PATIENCE, collection.read()).catch(() => {});
    const begun = clock.now();
    const incident = options.incident ?? ulid(begun);
    announce(incident);
    const pressed = await breakGlass(
      {
        gates: { collection, reading: awsReadingGate({ ...gate, ledgerTable: target.ledger }) },
        lanes: awsLanes({ ddb, table: target.lanes, gate: collection }),
        ledger: awsLedger({ ddb, table: target.ledger }),
        signer: awsSigner({ kms, keyId: target.signingKey, name: `sluice/${target.program}` }),
        program: target.program,
        clock,
      },
      { incident, operator },
    );
    return { ...pressed, incident, begun };
  } finally {
    for (const client of [ours, sts, gateDdb, ddb, kms]) client.destroy();
  }
}

/** One argument for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export async function pauseByHand(options: BreakGlassOptions, output: Output): Promise<void> {
  const target = targetOf(options);
  let again = 'sluice pause --break-glass ...';
  const result = await close(target, options, (id) => {
    again = `sluice pause --break-glass --incident ${id} ...`;
    output.note(
      { incident: id, target: target.name },
      `Closing both gates of ${target.name} (table ${target.gate}) as incident ${id} ...`,
    );
  }).catch((cause: unknown) => {
    throw notClosed(cause, again);
  });
  const { incident, begun } = result;
  const file = options.receipt ?? `closure-${incident}.json`;
  const kept = result.receipt && keep(file, result.receipt);
  const from = new Date(begun - DAY).toISOString();
  const followUp = `sluice pause --incident ${incident} --from ${from} --reason ${quoted(options.reason)}`;
  const value = {
    incident,
    program: target.program,
    target: target.name,
    gates: result.paused.gates.map(({ gate, epoch, closedAt, lanes }) => ({
      gate,
      epoch,
      closedAt,
      lanes: lanes.length,
    })),
    tookMs: Math.max(...result.paused.gates.map(({ closedAt }) => closedAt)) - begun,
    ...(kept !== undefined && { receipt: kept }),
    ...(result.entry && { entry: result.entry }),
    failed: result.failed.map(({ what, error }) => ({ what, why: error instanceof Error ? error.name : 'unknown' })),
    followUp,
  };
  output.result(value, () =>
    [
      table(
        ['GATE', 'EPOCH', 'LANES', 'CLOSED'],
        value.gates.map((row) => [row.gate, row.epoch, row.lanes, time(row.closedAt)]),
      ),
      '',
      facts({
        incident,
        took: `${value.tookMs} ms`,
        receipt: kept === undefined ? 'not signed' : `signed: ${kept}`,
        ledger: result.entry ? `${result.entry.chain}/${result.entry.seq}` : 'not written',
      }),
      ...value.failed.map(({ what, why }) => `The gates are closed; but the ${what} failed (${why}).`),
      '',
      'As soon as the API answers, file the incident: only then it can be investigated, approved and resumed.',
      `  ${followUp}`,
    ].join('\n'),
  );
}

function notClosed(cause: unknown, again: string): CommandError {
  if (isOverError(cause)) {
    const why =
      'Nothing was closed: that incident has let go of the gates, now or long ago, and cannot hold them again.';
    return new CommandError(EXIT.refused, 'over', `${why} Give no --incident.`, { cause });
  }
  const causes: unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  const why = causes.map((one) => (one instanceof Error ? `${one.name}: ${one.message}` : String(one))).join('; ');
  return new CommandError(EXIT.failed, 'not-closed', `Not everything is closed (${why}). Repeat it: ${again}`, {
    cause,
  });
}

/** The first receipt stays: a repeated pause closes nothing anew. */
function keep(file: string, receipt: NonNullable<BreakGlassPause['receipt']>): string {
  if (existsSync(file)) {
    const there = JSON.parse(readFileSync(file, 'utf8')) as { document?: { incident?: string } };
    if (there.document?.incident === receipt.document.incident) return file;
    throw new CommandError(
      EXIT.failed,
      'file-exists',
      `The gates are closed, but ${file} is something else: give --receipt.`,
    );
  }
  writeFileSync(file, `${JSON.stringify(receipt, null, 2)}\n`, { flag: 'wx' });
  return file;
}
