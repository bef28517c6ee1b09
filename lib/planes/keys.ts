import { Aws, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { KeyName } from '../access/resources.ts';
import { kept } from '../removal.ts';
import type { Program } from './program.ts';

/**
 * One KMS key per data class, and those that sign and name (docs/protocol.md, 4). Their policies leave administration and grants
 * to the account's IAM; who may use data keys is added by `lib/access/denies.ts`.
 */
export class Keys extends Construct {
  readonly all: Readonly<Record<KeyName, Key>>;

  constructor(scope: Construct, id: string, { config, prefix }: Program) {
    super(scope, id);
    const make = (
      construct: string,
      name: KeyName,
      description: string,
      special?: { spec: KeySpec; usage: KeyUsage },
    ) =>
      new Key(this, construct, {
        alias: `${prefix}/${name}`,
        description: `${prefix}: ${description}`,
        // KMS rotates symmetric encryption keys alone.
        ...(special ? { keySpec: special.spec, keyUsage: special.usage } : { enableKeyRotation: true }),
        removalPolicy: kept(config),
      });
    this.all = {
      vault: make('Vault', 'vault', 'sealed frames in the stream, index rows, segments in S3'),
      consent: make('Consent', 'consent', 'consent states'),
      'subject-keys': make('SubjectKeys', 'subject-keys', 'wraps the key of each subject'),
      control: make('Control', 'control', 'gate, lanes, lease keys'),
      evidence: make('Evidence', 'evidence', 'ledger, grants, incidents, receipts, findings'),
      logs: make('Logs', 'logs', 'logs, alarms, metadata of failed batches'),
      signing: make('Signing', 'signing', 'signs receipts, certificates and checkpoints', {
        spec: KeySpec.ECC_NIST_EDWARDS25519,
        usage: KeyUsage.SIGN_VERIFY,
      }),
      push: make('Push', 'push', 'signs what agents are told of the gate', {
        spec: KeySpec.ECC_NIST_EDWARDS25519,
        usage: KeyUsage.SIGN_VERIFY,
      }),
      pseudonym: make('Pseudonym', 'pseudonym', 'makes pseudonyms of people', {
        spec: KeySpec.HMAC_256,
        usage: KeyUsage.GENERATE_VERIFY_MAC,
      }),
    };
    allowServices(this.all.logs, prefix);
  }
}

/** Logs, alarms and queues are written by services in their own name. */
export function allowServices(logs: Key, prefix: string): void {
  const { region } = Stack.of(logs);
  logs.addToResourcePolicy(
    new PolicyStatement({
      sid: 'LogGroupsOfThisProgram',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKey',
        'kms:DescribeKey',
      ],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': ['lambda', 'vendedlogs'].map(
            (kind) => `arn:${Aws.PARTITION}:logs:${region}:${Aws.ACCOUNT_ID}:log-group:/aws/${kind}/${prefix}-*`,
          ),
        },
      },
    }),
  );
  logs.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
}
