import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { RoleName } from '../access/planes.ts';
import type { TableName } from '../access/resources.ts';
import type { Tokens } from './control/people.ts';
import type { IncidentStorage } from './incident/storage.ts';
import type { IngestStorage } from './ingest/storage.ts';
import type { Keys } from './keys.ts';
import type { Logs } from './logs.ts';
import type { Program } from './program.ts';
import type { TrainingStorage } from './training/storage.ts';

/** Of the State stack, what a function is made from, in whichever stack it stands. */
export interface StateParts {
  readonly program: Program;
  readonly keys: Keys;
  readonly logs: Logs;
  readonly tokens: Tokens;
  readonly ingest: IngestStorage;
  readonly incident: IncidentStorage;
  readonly training: TrainingStorage;
  readonly tables: Readonly<Record<TableName, Table>>;
  /** ARNs. */
  readonly roles: Readonly<Record<RoleName, string>>;
  readonly api: { readonly url: string };
  /** Where the log of who called what is asked, as JSON. Absent where the stage has none. */
  readonly trail?: string;
  /** Of what AWS names itself. */
  readonly ids: readonly string[];
}

/** What all functions of a program are made from. */
export interface ServiceParts {
  state: StateParts;
  /** Folder of each function's bundle. */
  bundles: Readonly<Record<string, string>>;
  /** ARN of the incident workflow, by its name. Absent for what stands in State: it has nothing to do with it. */
  workflow?: string;
  /** ARN of the job that makes exports. */
  exportWorkflow?: string;
  /** Ids of what this stack made and AWS named. @default none that a function needs */
  ids?: readonly string[];
}
