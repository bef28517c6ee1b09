import { resolve } from 'node:path';
import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-kinesis';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { STACKS } from '../../core/deployed/template.ts';
import { watchedEvents } from '../../core/disclosure/doors.ts';
import { type Resource, TEXT_ROWS } from '../access/access.ts';
import { boundaryArn, roleArn } from '../access/arns.ts';
import { readDenies } from '../access/boundary-denies.ts';
import { checkFunctions } from '../access/functions.ts';
import { accessOf, type RoleName } from '../access/planes.ts';
import { ResourcePolicies } from '../access/resource-policies.ts';
import { KEYS, type Resources, TABLES, type TableName } from '../access/resources.ts';
import { PlaneRoles } from '../access/roles.ts';
import { PROJECT } from '../bundle.ts';
import type { TrailConfig } from '../config.ts';
import { MANIFESTS } from '../functions.ts';
import { pascal, pushClients, pushTopic } from '../names.ts';
import { Alerts } from '../planes/alerts.ts';
import { Api } from '../planes/api.ts';
import { People, type Tokens, tokensOf } from '../planes/control/people.ts';
import { ControlStorage } from '../planes/control/storage.ts';
import { SLICES_LABEL } from '../planes/incident/looking.ts';
import { IncidentStorage } from '../planes/incident/storage.ts';
import { IngestStorage } from '../planes/ingest/storage.ts';
import { Keys } from '../planes/keys.ts';
import { Logs, logGroupName } from '../planes/logs.ts';
import type { Program } from '../planes/program.ts';
import { ReadingStorage } from '../planes/reading/storage.ts';
import type { ServiceParts, StateParts } from '../planes/service-parts.ts';
import { Trail } from '../planes/trail/trail.ts';
import { TrainingStorage } from '../planes/training/storage.ts';
import { PARTS_LABEL } from '../planes/training/workflow.ts';

/**
 * Everything that must not be lost, and everyone who may touch it: keys, tables, buckets, people, the stream, roles and
 * boundaries, and the address under which people and agents know the program. Its logical ids are part of the contract (test/infra/logical-ids.json): one that changes is a table lost.
 */
export class StateStack extends Stack implements StateParts {
  readonly program: Program;
  readonly keys: Keys;
  readonly ingest: IngestStorage;
  readonly control: ControlStorage;
  readonly incident: IncidentStorage;
  readonly reading: ReadingStorage;
  readonly training: TrainingStorage;
  readonly logs: Logs;
  readonly alerts: Alerts;
  /** Absent when an OIDC issuer says who people are. */
  readonly people?: People;
  /** How people sign in, whose tokens name them, and for whom those are. */
  readonly tokens: Tokens;
  readonly api: Api;
  readonly trail?: string;
  readonly #trail?: Trail;
  readonly tables: Readonly<Record<TableName, Table>>;
  /** ARNs. */
  readonly roles: Readonly<Record<RoleName, string>>;

  constructor(scope: Construct, id: string, program: Program, bundles: ServiceParts['bundles'], props: StackProps) {
    super(scope, id, { ...props, terminationProtection: !program.config.destroyable });
    this.program = program;
    this.keys = new Keys(this, 'Key', program);
    this.logs = new Logs(this, 'Logs', program, this.keys);
    this.alerts = new Alerts(this, 'Alerts', program, this.keys);
    this.control = new ControlStorage(this, 'Control', program, this.keys);
    this.ingest = new IngestStorage(this, 'Ingest', program, this.keys, this.logs.access);
    this.incident = new IncidentStorage(this, 'Incident', program, this.keys, this.logs.access);
    this.reading = new ReadingStorage(this, 'Reading', program, this.keys);
    this.training = new TrainingStorage(this, 'Training', program, this.keys, this.logs.access);
    if (program.config.oidc) this.tokens = tokensOf(program.config.oidc);
    else {
      this.people = new People(this, 'People', program);
      this.tokens = this.people.tokens;
    }
    if (program.config.trail) {
      this.#trail = this.#calls(program.config.trail);
      this.trail = this.toJsonString(this.#trail.place);
    }
    this.tables = {
      Gate: this.control.gate,
      Lanes: this.control.lanes,
      Subjects: this.control.subjects,
      Keys: this.control.keys,
      LeaseKeys: this.control.leaseKeys,
      Index: this.ingest.index,
      Ledger: this.reading.ledger,
      Grants: this.reading.grants,
      Incidents: this.incident.incidents,
      Exports: this.training.table,
    };
    this.roles = this.#access();
    this.api = new Api(this, 'Api', this);
    this.api.front({ state: this, bundles });
    this.#outputs();
  }

  #calls(trail: TrailConfig): Trail {
    const { prefix } = this.program;
    return new Trail(this, 'CallLog', {
      ...{ program: this.program, trail, key: this.keys.all.evidence, accessLogs: this.logs.access },
      watched: {
        buckets: [this.ingest.vault, this.incident.evidence, this.training.exports],
        // By name: it stands in another stack.
        reader: `arn:${Aws.PARTITION}:lambda:${this.region}:${this.account}:function:${prefix}-reader`,
        stream: this.ingest.stream.streamName,
      },
    });
  }

  #trailResources({ place, own, results, bucketName, prefix }: Trail): NonNullable<Resources['trail']> {
    const { key } = this.program.config.trail!;
    const evidence = this.keys.all.evidence.keyArn;
    const arn = (service: string, rest: string) =>
      `arn:${Aws.PARTITION}:${service}:${this.region}:${this.account}:${rest}`;
    const bucket = `arn:${Aws.PARTITION}:s3:::${bucketName}`;
    const under = own ? evidence : key;
    return {
      workgroup: { name: 'workgroup', arns: [arn('athena', `workgroup/${place.workgroup}`)] },
      catalog: {
        name: 'table of the trail',
        arns: [
          arn('glue', 'catalog'),
          arn('glue', `database/${place.database}`),
          arn('glue', `table/${place.database}/${place.table}`),
        ],
      },
      calls: {
        name: 'calls',
        arns: [`${bucket}/${prefix}/*`],
        open: 'CloudTrail names files by their time',
        ...(under !== undefined && { encryption: { key: under, service: 's3' } }),
      },
      listing: { name: 'listing of calls and answers', arns: [bucket, results.bucketArn] },
      answers: {
        name: 'answers',
        arns: [results.arnForObjects('answers/*')],
        open: 'Athena names answers by their queries',
        encryption: { key: evidence, service: 's3' },
      },
    };
  }

  /** Roles and boundaries of each plane, and what everybody else is denied. */
  #access(): Readonly<Record<RoleName, string>> {
    const resources = this.#resources();
    const { prefix, config } = this.program;
    const placed = { prefix, path: config.iamPath };
    const denies = config.boundaryDenies === undefined ? [] : readDenies(resolve(PROJECT, config.boundaryDenies));
    const planes = accessOf(resources, this.program.disclosure);
    checkFunctions(MANIFESTS, planes);
    let roles: Readonly<Record<string, PlaneRoles['roles'][string]>> = {};
    for (const access of planes) {
      const made = new PlaneRoles(this, `${pascal(access.plane)}Access`, {
        access,
        resources,
        placed,
        denies,
        others: roles,
      });
      roles = { ...roles, ...made.roles };
    }
    const policies = new ResourcePolicies(Object.assign({}, ...planes.map((access) => access.roles)), placed);
    for (const name of TABLES) {
      // Of the ledger, what stands beside the chains can be erased, and no entry.
      const deletable = name === 'Ledger' ? { deletable: [TEXT_ROWS] } : {};
      policies.table(this.tables[name], resources.table[name], deletable);
    }
    policies.bucket(this.ingest.vault, resources.vault);
    policies.bucket(this.incident.evidence, resources.evidence);
    policies.bucket(this.training.exports, resources.exports);
    for (const name of KEYS) if (name !== 'logs') policies.key(this.keys.all[name], resources.key[name]);
    new CfnResourcePolicy(this, 'StreamPolicy', {
      resourceArn: this.ingest.stream.streamArn,
      resourcePolicy: policies.stream(this.ingest.stream.streamArn, resources.stream),
    });
    return Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, role.roleArn])) as Record<
      RoleName,
      string
    >;
  }

  /** Of what AWS names itself: what a door's event may say. */
  get ids(): string[] {
    const buckets = [
      this.ingest.vault,
      this.incident.evidence,
      this.training.exports,
      ...(this.ingest.models ? [this.ingest.models] : []),
    ];
    return [
      ...KEYS.map((name) => this.keys.all[name].keyId),
      ...buckets.map(({ bucketName }) => bucketName),
      ...(this.people ? [this.people.pool.userPoolId] : []),
      this.api.http.apiId,
      ...(this.program.config.domain ? [this.program.config.domain.name] : []),
    ];
  }

  /** Everything that can be granted, by the names that `lib/access` uses. */
  #resources(): Resources {
    const { prefix, config } = this.program;
    const placed = { prefix, path: config.iamPath };
    const { vault, consent, 'subject-keys': subjectKeys, control, evidence, logs } = this.keys.all;
    const tableKey = (name: TableName) => {
      if (name === 'Index' || name === 'Exports') return vault;
      if (name === 'Subjects') return consent;
      if (name === 'Keys') return subjectKeys;
      return name === 'Gate' || name === 'Lanes' || name === 'LeaseKeys' ? control : evidence;
    };
    const named = (service: string, rest: string, region = this.region): string[] => [
      `arn:${Aws.PARTITION}:${service}:${region}:${this.account}:${rest}`,
    ];
    const objects = (name: string, bucket: Bucket, key?: string): Resource => ({
      name,
      arns: [bucket.arnForObjects('*')],
      open: 'Objects are named at run time',
      ...(key !== undefined && { encryption: { key, service: 's3' as const } }),
    });
    return {
      program: config.program,
      table: Object.fromEntries(
        TABLES.map((name) => {
          const arns = [this.tables[name].tableArn];
          return [name, { name, arns, encryption: { key: tableKey(name).keyArn, service: 'dynamodb' } }];
        }),
      ) as Record<TableName, Resource>,
      byDay: {
        name: 'Index/byDay',
        arns: [`${this.tables.Index.tableArn}/index/byDay`],
        encryption: { key: vault.keyArn, service: 'dynamodb' },
      },
      key: Object.fromEntries(
        KEYS.map((name) => [name, { name: `key ${name}`, arns: [this.keys.all[name].keyArn] }]),
      ) as Resources['key'],
      stream: {
        name: 'stream',
        arns: [this.ingest.stream.streamArn],
        encryption: { key: vault.keyArn, service: 'kinesis' },
      },
      failures: {
        name: 'failures',
        arns: [this.ingest.failures.queueArn],
        encryption: { key: logs.keyArn, service: 'sqs' },
      },
      vault: objects('vault', this.ingest.vault, vault.keyArn),
      vaultListing: { name: 'listing of vault', arns: [this.ingest.vault.bucketArn] },
      ...(this.ingest.models && {
        models: objects('models', this.ingest.models),
        modelListing: { name: 'listing of models', arns: [this.ingest.models.bucketArn] },
      }),
      exports: objects('exports', this.training.exports, vault.keyArn),
      exportsListing: { name: 'listing of exports', arns: [this.training.exports.bucketArn] },
      notices: { name: 'bus of the account', arns: named('events', 'event-bus/default') },
      exportJob: { name: 'export job', arns: named('states', `stateMachine:${prefix}-export`) },
      exportExecutions: {
        name: 'executions of the export job',
        arns: [`${prefix}-export`, `${prefix}-export/${PARTS_LABEL}`].flatMap((name) =>
          named('states', `execution:${name}:*`),
        ),
        open: 'an execution is named by its export, those of its parts by AWS',
      },
      evidence: objects('evidence', this.incident.evidence, evidence.keyArn),
      evidenceListing: { name: 'listing of evidence', arns: [this.incident.evidence.bucketArn] },
      alerts: {
        name: 'alerts',
        arns: [this.alerts.topic.topicArn],
        encryption: { key: logs.keyArn, service: 'sns' },
      },
      doorRules: {
        name: 'rules of doors',
        arns: [...watchedEvents().keys()].flatMap((service) => named('events', `rule/${prefix}-doors-${service}`)),
      },
      stacks: {
        name: 'stacks of the program',
        arns: STACKS.flatMap((stack) => named('cloudformation', `stack/${prefix}-${stack}/*`)),
        open: 'CloudFormation names a stack by an id as well',
      },
      ...(this.#trail && { trail: this.#trailResources(this.#trail) }),
      ...(config.push && {
        push: {
          topic: { name: 'topic of the gate', arns: named('iot', `topic/${pushTopic(prefix)}`) },
          filter: {
            name: 'listening to the topic of the gate',
            arns: named('iot', `topicfilter/${pushTopic(prefix)}`),
          },
          clients: {
            name: 'connections of agents',
            arns: named('iot', `client/${pushClients(prefix)}*`),
            open: 'each connection has a random name, which is nobody’s',
          },
        },
      }),
      ...(config.witness !== undefined && { witness: { name: 'bus of the witness', arns: [config.witness] } }),
      workflow: { name: 'workflow', arns: named('states', `stateMachine:${prefix}-incident`) },
      executions: {
        name: 'executions',
        arns: named('states', `execution:${prefix}-incident:*`),
        open: 'an execution is named by its incident',
      },
      sliceExecutions: {
        name: 'executions of slices',
        arns: named('states', `execution:${prefix}-incident/${SLICES_LABEL}:*`),
        open: 'those of slices are named by AWS',
      },
      // Documented as scoped to `*`: CloudWatch API reference, DescribeAlarms.
      alarms: { name: 'alarms', arns: ['*'], open: 'DescribeAlarms is granted for all alarms, or for none' },
      function: (name) => ({ name: `function ${name}`, arns: named('lambda', `function:${prefix}-${name}`) }),
      functions: {
        name: 'functions',
        arns: named('lambda', `function:${prefix}-*`),
        open: 'one by one they do not fit into the guard’s boundary',
      },
      role: (name) => ({ name: `role ${name}`, arns: [roleArn(placed, name)] }),
      boundary: (role) => boundaryArn(placed, role),
      logGroup: (name) => ({
        name: `log ${name}`,
        arns: named('logs', `log-group:${logGroupName(prefix, name)}:*`),
        open: 'Lambda names the streams of a log group',
      }),
      anything: {
        name: 'anything',
        arns: ['*'],
        open: 'X-Ray, log delivery, answers to tasks, Comprehend and the address of IoT know no resources',
      },
      everything: {
        name: 'everything',
        arns: ['*'],
        open: 'an inventory is of all that is in the account, which nobody knows before',
      },
    };
  }

  #outputs(): void {
    // Service of 0.1.0 has the API, and imports this: what is imported cannot be taken away, and State is deployed first.
    this.exportValue(this.logs.groupOf('api').logGroupArn);
    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    output('ProgramName', this.program.config.program, 'Program');
    output('ApiUrl', this.api.url, 'Control API: what people and agents keep');
    output('ApiId', this.api.http.apiId, 'Id of the control API');
    if (this.api.domain)
      output(
        'DomainTarget',
        this.api.domain.regionalDomainName,
        'What the name of the API is to point at: CNAME, or an alias of Route 53',
      );
    for (const name of TABLES) output(`${name}Table`, this.tables[name].tableName, `Table ${name}`);
    output('VaultBucket', this.ingest.vault.bucketName, 'Bodies of large segments');
    output('ExportsBucket', this.training.exports.bucketName, 'Parts of data sets');
    if (this.ingest.models) output('ModelBucket', this.ingest.models.bucketName, 'Models that read texts once more');
    output('EvidenceBucket', this.incident.evidence.bucketName, 'Receipts, findings, checkpoints');
    if (this.trail) output('Trail', this.trail, 'Where the log of who called what is asked');
    output('StreamName', this.ingest.stream.streamName, 'Sealed frames');
    output('FailureQueueUrl', this.ingest.failures.queueUrl, 'Metadata of batches that Lambda gave up');
    output('SigningKeyId', this.keys.all.signing.keyId, 'Signs receipts and checkpoints');
    output('AlertsTopicArn', this.alerts.topic.topicArn, 'Alarms and reminders');
    output('AgentRoleArn', this.roles.agent, 'What a device gets with its lease');
    output('BreakGlassRoleArn', this.roles['break-glass'], 'Closes the gates when API and functions are down');
    if (this.people) {
      output('UserPoolId', this.people.pool.userPoolId, 'People');
      output('UserPoolClientId', this.people.client.userPoolClientId, 'Client of the command line');
    }
  }
}
