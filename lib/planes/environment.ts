import { Aws } from 'aws-cdk-lib';
import { BOOTSTRAP_DEPLOY_ROLE } from '../../core/disclosure/doors.ts';
import type { Manifest } from '../../functions/shared/manifest.ts';
import { COMMON, VARIABLES, type VariableName } from '../../functions/shared/variables.ts';
import { pushClients, pushTopic } from '../names.ts';
import { RELEASE } from '../version.ts';
import { spreadOf } from './renewals.ts';
import type { ServiceParts } from './service-parts.ts';

type Declared = (typeof VARIABLES)[VariableName];

/** Environment of one function, as its manifest asks for it. Names of resources, never a secret. */
export function environmentOf(
  name: string,
  { environment }: Manifest,
  parts: Omit<ServiceParts, 'bundles'>,
): Record<string, string> {
  const values = [...COMMON, ...environment].map((variable) => [variable, valueFrom(VARIABLES[variable], parts)]);
  return {
    ...powertools(parts.state.program.prefix, name),
    ...Object.fromEntries(values.filter(([, value]) => value !== undefined)),
  };
}

/** What Powertools reads itself. */
export const powertools = (prefix: string, name: string): Record<string, string> => ({
  POWERTOOLS_SERVICE_NAME: `${prefix}-${name}`,
  POWERTOOLS_METRICS_NAMESPACE: 'Sluice',
  POWERTOOLS_LOG_LEVEL: 'INFO',
});

/** @returns `undefined` where the program has no such resource, or where Lambda says it */
function valueFrom(
  source: Declared,
  { state, workflow, exportWorkflow, ids = [] }: Omit<ServiceParts, 'bundles'>,
): string | undefined {
  const { tables, keys, ingest, incident, training, roles, program } = state;
  if ('table' in source) return tables[source.table].tableName;
  if ('key' in source) return keys.all[source.key].keyId;
  if ('bucket' in source) {
    return { vault: ingest.vault, evidence: incident.evidence, models: ingest.models, exports: training.exports }[
      source.bucket
    ]?.bucketName;
  }
  if ('stream' in source) return ingest.stream.streamName;
  if ('role' in source) return roles[source.role];
  if ('workflow' in source) return source.workflow === 'export' ? exportWorkflow : workflow;
  if ('function' in source) return `${program.prefix}-${source.function}`;
  if ('api' in source) return state.api.url;
  if ('trail' in source) return state.trail;
  if ('witness' in source) return program.config.witness;
  if ('push' in source) {
    if (!program.config.push) return undefined;
    const known = {
      key: keys.all.push.keyId,
      topic: pushTopic(program.prefix),
      clients: pushClients(program.prefix),
      spread: String(spreadOf(program)),
    };
    return known[source.push];
  }
  if ('guarded' in source) {
    const { prefix, others, config } = program;
    const known = {
      prefix,
      others: others.join(' ') || undefined,
      ids: [...state.ids, ...ids].join(' '),
      deployRole: config.deployRole ?? `${BOOTSTRAP_DEPLOY_ROLE}-${Aws.ACCOUNT_ID}-${Aws.REGION}`,
    };
    return known[source.guarded];
  }
  if ('program' in source) {
    const { config, disclosure } = program;
    const { issuer, audience, groupsClaim, clientId, scopes, redirectUris } = state.tokens;
    const known = {
      name: config.program,
      stage: config.stage,
      disclosure: disclosure.version,
      release: RELEASE,
      ...{ issuer, groupsClaim, clientId },
      audience: audience.join(' '),
      scopes: scopes.join(' '),
      redirectUris: redirectUris.join(' '),
    };
    return known[source.program];
  }
  return undefined;
}
