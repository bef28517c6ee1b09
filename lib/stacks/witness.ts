import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Code, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { checkFunctions } from '../access/functions.ts';
import type { Resources } from '../access/resources.ts';
import { PlaneRoles } from '../access/roles.ts';
import { witnessAccess } from '../access/witness.ts';
import { bundleWitness } from '../bundle.ts';
import { WITNESS_MANIFESTS } from '../functions.ts';
import { Alarms } from '../monitoring/alarm.ts';
import { monitorFunctions } from '../monitoring/functions.ts';
import { powertools } from '../planes/environment.ts';
import { declared } from '../planes/function.ts';
import { logGroupName } from '../planes/logs.ts';
import { onSchedule } from '../planes/service.ts';
import { witnessBus } from '../planes/witness/bus.ts';
import { WITNESS, WitnessStorage } from '../planes/witness/storage.ts';
import type { WitnessConfig } from '../witness-config.ts';

type Config = WitnessConfig & { prefix: string };

/** A witness: deployed by who does not own the program's account, and by nobody else. It needs nothing of the program's stacks. */
export class WitnessStack extends Stack {
  constructor(scope: Construct, id: string, config: Config, bundleFolder: string, props: StackProps) {
    super(scope, id, { ...props, terminationProtection: !config.destroyable });
    const { prefix } = config;
    const storage = new WitnessStorage(this, 'Witness', config);
    const witness = this.#function(config, storage, bundleFolder);
    const bus = witnessBus(this, config, witness);
    onSchedule(this, witness, WITNESS_MANIFESTS.get(WITNESS)!.triggers.schedule!);
    const alarms = new Alarms(this, prefix, [storage.alerts]);
    monitorFunctions('witness', prefix, alarms, WITNESS_MANIFESTS);
    new Dashboard(this, 'Dashboard', {
      dashboardName: `${prefix}-witness`,
      widgets: [[new AlarmStatusWidget({ alarms: alarms.all, width: 24, height: 4 })]],
    });

    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    output('BusArn', bus.eventBusArn, 'The option "witness" of the stage that is witnessed');
    output('KeptBucket', storage.kept.bucketName, 'Checkpoints, contradictions, words of the guard');
    output('StatementUri', `s3://${storage.kept.bucketName}/statement.json`, 'The newest statement');
    output('StatementKeyId', storage.signing.keyId, 'Key that signs statements: "aws kms get-public-key"');
    output('AlertsTopicArn', storage.alerts.topicArn, 'Alarms');
  }

  #function(config: Config, storage: WitnessStorage, bundleFolder: string): LambdaFunction {
    const { prefix, program, key, staleHours } = config;
    const manifest = WITNESS_MANIFESTS.get(WITNESS)!;
    const access = witnessAccess({
      kept: { name: 'kept', arns: [storage.kept.arnForObjects('*')], open: 'Papers are named by number and hash' },
      keptListing: { name: 'listing of kept', arns: [storage.kept.bucketArn] },
      table: {
        name: 'Witness',
        arns: [storage.table.tableArn],
        encryption: { key: storage.key.keyArn, service: 'dynamodb' },
      },
      signing: { name: 'key signing', arns: [storage.signing.keyArn] },
    });
    checkFunctions(WITNESS_MANIFESTS, [access]);
    const { roles } = new PlaneRoles(this, 'WitnessAccess', {
      access,
      resources: this.#resources(prefix),
      placed: { prefix, path: config.iamPath },
      others: {},
    });
    return new LambdaFunction(this, 'Function', {
      ...declared(prefix, WITNESS, manifest),
      code: Code.fromAsset(bundleWitness(bundleFolder)[WITNESS]!),
      role: roles[WITNESS]!.withoutPolicyUpdates(),
      environment: {
        ...powertools(prefix, WITNESS),
        SLUICE_PROGRAM: program,
        SLUICE_WITNESSED_KEY: key,
        SLUICE_WITNESS_TABLE: storage.table.tableName,
        SLUICE_WITNESS_BUCKET: storage.kept.bucketName,
        SLUICE_WITNESS_SIGNING_KEY: storage.signing.keyId,
        SLUICE_STALE_HOURS: String(staleHours),
      },
      logGroup: storage.logs,
    });
  }

  /** What every function has beside its own. */
  #resources(prefix: string): Pick<Resources, 'logGroup' | 'anything'> {
    return {
      logGroup: (name) => ({
        name: `log ${name}`,
        arns: [`arn:${Aws.PARTITION}:logs:${this.region}:${this.account}:log-group:${logGroupName(prefix, name)}:*`],
        open: 'Lambda names the streams of a log group',
      }),
      anything: { name: 'anything', arns: ['*'], open: 'X-Ray knows no resources' },
    };
  }
}
