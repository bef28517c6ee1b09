/**
 * Every environment variable of a function, and where its value comes from. A manifest names those that its function needs, `lib`
 * fills them in, and `config.ts` checks them at start. `POWERTOOLS_*` is read by Powertools itself.
 */

/** What a variable tells: the name of a table, bucket or stream, the id of a key, the ARN of a role or workflow. */
export type Source =
  | { table: string }
  | { bucket: string }
  | { key: string }
  | { stream: 'frames' }
  | { role: string }
  | { workflow: 'incident' | 'export' }
  | { function: string }
  | { program: 'name' | 'stage' | 'disclosure' | 'release' | keyof SignIn }
  /** Address of the control API. */
  | { api: 'url' }
  /** What the guard watches, apart by spaces. */
  | { guarded: 'prefix' | 'others' | 'ids' | 'deployRole' }
  /** Where the log of who called what is asked, as JSON. Absent where a stage has none. */
  | { trail: 'place' }
  /** The bus of the witness, ARN. Absent where a program has none. */
  | { witness: 'bus' }
  /** How agents are told at once. Absent where a stage does without. */
  | { push: 'key' | 'topic' | 'clients' | 'spread' }
  /** Of the witness's own stack; `key` is the public key of the program. */
  | { witnessed: 'key' | 'table' | 'bucket' | 'signing' | 'staleHours' }
  /** Lambda sets it. */
  | { lambda: 'region' };

/** How people sign in; several values apart by spaces. */
interface SignIn {
  issuer: string;
  audience: string;
  groupsClaim: string;
  clientId: string;
  scopes: string;
  redirectUris: string;
}

export const VARIABLES = {
  SLUICE_PROGRAM: { program: 'name' },
  /** Version of the disclosure that the bundle holds. */
  SLUICE_DISCLOSURE: { program: 'disclosure' },
  /** Whose tokens name people: `iss`. */
  SLUICE_ISSUER: { program: 'issuer' },
  /** For whom they are: what `aud` may be, apart by spaces. */
  SLUICE_AUDIENCE: { program: 'audience' },
  /** Claim of the token that holds the caller's groups. */
  SLUICE_GROUPS_CLAIM: { program: 'groupsClaim' },
  /** Public client of the command line. */
  SLUICE_CLIENT_ID: { program: 'clientId' },
  SLUICE_SCOPES: { program: 'scopes' },
  SLUICE_REDIRECT_URIS: { program: 'redirectUris' },
  SLUICE_STAGE: { program: 'stage' },
  /** Version of the sources that were deployed. */
  SLUICE_RELEASE: { program: 'release' },
  /** What people and agents keep. */
  SLUICE_API: { api: 'url' },
  SLUICE_GATE_TABLE: { table: 'Gate' },
  SLUICE_LANES_TABLE: { table: 'Lanes' },
  SLUICE_SUBJECTS_TABLE: { table: 'Subjects' },
  SLUICE_KEYS_TABLE: { table: 'Keys' },
  SLUICE_LEASE_KEYS_TABLE: { table: 'LeaseKeys' },
  SLUICE_INDEX_TABLE: { table: 'Index' },
  SLUICE_LEDGER_TABLE: { table: 'Ledger' },
  SLUICE_GRANTS_TABLE: { table: 'Grants' },
  SLUICE_INCIDENTS_TABLE: { table: 'Incidents' },
  SLUICE_EXPORTS_TABLE: { table: 'Exports' },
  SLUICE_EXPORTS_BUCKET: { bucket: 'exports' },
  SLUICE_VAULT_BUCKET: { bucket: 'vault' },
  SLUICE_EVIDENCE_BUCKET: { bucket: 'evidence' },
  /** Only where the disclosure names a model. */
  SLUICE_MODEL_BUCKET: { bucket: 'models' },
  SLUICE_STREAM: { stream: 'frames' },
  SLUICE_SUBJECT_KEYS_KEY: { key: 'subject-keys' },
  SLUICE_CONTROL_KEY: { key: 'control' },
  SLUICE_EVIDENCE_KEY: { key: 'evidence' },
  SLUICE_SIGNING_KEY: { key: 'signing' },
  SLUICE_PSEUDONYM_KEY: { key: 'pseudonym' },
  SLUICE_AGENT_ROLE: { role: 'agent' },
  SLUICE_WORKFLOW: { workflow: 'incident' },
  SLUICE_EXPORT_WORKFLOW: { workflow: 'export' },
  /** Compares the gates with what IAM denies beside them. */
  SLUICE_SECOND_LINE: { function: 'second-line' },
  /** Tells agents how the gate stands. */
  SLUICE_BROADCAST: { function: 'broadcast' },
  /** Signs what agents are told. Only where the stage has push, as those beside it. */
  SLUICE_PUSH_KEY: { push: 'key' },
  SLUICE_PUSH_TOPIC: { push: 'topic' },
  /** What the names of agents' connections begin with. */
  SLUICE_PUSH_CLIENTS: { push: 'clients' },
  /** Seconds over which agents that were stopped come back. */
  SLUICE_PUSH_SPREAD: { push: 'spread' },
  /** First part of all names. */
  SLUICE_PREFIX: { guarded: 'prefix' },
  /** Prefixes that begin with it, and are other stages'. */
  SLUICE_OTHER_STAGES: { guarded: 'others' },
  /** Of what AWS names itself: keys, buckets, pool, API, event source. */
  SLUICE_GUARDED_IDS: { guarded: 'ids' },
  /** Name of the role under which CloudFormation deploys. */
  SLUICE_DEPLOY_ROLE: { guarded: 'deployRole' },
  /** Of `core/access-log/trail-place.ts`. Only where the stage has a trail. */
  SLUICE_TRAIL: { trail: 'place' },
  /** In another account. Only where the stage has a witness. */
  SLUICE_WITNESS_BUS: { witness: 'bus' },
  /** Public key of the program that is witnessed: SubjectPublicKeyInfo, base64. */
  SLUICE_WITNESSED_KEY: { witnessed: 'key' },
  SLUICE_WITNESS_TABLE: { witnessed: 'table' },
  SLUICE_WITNESS_BUCKET: { witnessed: 'bucket' },
  SLUICE_WITNESS_SIGNING_KEY: { witnessed: 'signing' },
  /** Without a checkpoint for so long, the witness alarms. */
  SLUICE_STALE_HOURS: { witnessed: 'staleHours' },
  AWS_REGION: { lambda: 'region' },
} as const satisfies Record<string, Source>;

export type VariableName = keyof typeof VARIABLES;

/** What every function of a program has. */
export const COMMON = [
  'SLUICE_PROGRAM',
  'SLUICE_DISCLOSURE',
  'SLUICE_PREFIX',
] as const satisfies readonly VariableName[];
/** A witness judges signatures alone, and knows no disclosure. */
export const COMMON_OF_WITNESS = ['SLUICE_PROGRAM'] as const satisfies readonly VariableName[];
