import * as z from 'zod';
import type { Severity } from '../../api/words.ts';

/**
 * What services of AWS found, as EventBridge tells it. Only they can put events whose source begins with `aws.` on a bus; whoever calls the function
 * past it can say anything, so that each event is held against itself and against where the function runs, and closes nothing by itself.
 * Sources: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html,
 * https://docs.aws.amazon.com/macie/latest/user/findings-publish-event-schemas.html,
 * https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
 */
export interface ServiceFinding {
  /** The service's own id: the same finding, however often it is told or updated. */
  id: string;
  service: 'guardduty' | 'macie' | 'config';
  /** Of the detector, of Macie, of the rule: who says so. */
  by: string;
  /** The service's word for it, e.g. `Exfiltration:S3/AnomalousBehavior`. */
  type: string;
  severity: Severity;
  /** ms, by the service: when it was found first, so that one that is told again is the same; of a rule, when the thing began to break it. */
  at: number;
  /** Names and ids of what it is about. */
  names: readonly string[];
}

/** Where the function runs, as Lambda says. */
export interface Here {
  account: string;
  region: string;
}

/** Why one is taken for none: `other`, no such event; `forged`, it contradicts itself or where it is; `over`, a sample, or put right. */
export type NoFinding = 'other' | 'forged' | 'over';

const account = z.string().regex(/^\d{12}$/);
const word = z.string().regex(/^[\w:./ -]{1,200}$/);
const when = z.iso.datetime().transform((time) => Date.parse(time));
const id = z.string().regex(/^[\w-]{1,100}$/);

const envelope = z.looseObject({ source: z.string(), 'detail-type': z.string(), account, region: word });
const guardDuty = z.looseObject({
  ...{ accountId: account, region: word, id, arn: z.string(), type: word, severity: z.number(), createdAt: when },
  resource: z.looseObject({}),
  service: z.looseObject({
    detectorId: id,
    archived: z.boolean().default(false),
    additionalInfo: z.looseObject({ sample: z.boolean().optional() }).optional().catch(undefined),
  }),
});
const macie = z.looseObject({
  ...{ accountId: account, region: word, id, type: word, createdAt: when },
  severity: z.looseObject({ score: z.number() }),
  resourcesAffected: z.looseObject({}),
  sample: z.boolean().default(false),
  archived: z.boolean().default(false),
});
const config = z.looseObject({
  ...{ awsAccountId: account, awsRegion: word, configRuleName: word, configRuleARN: z.string() },
  ...{ resourceId: z.string().max(500), resourceType: word },
  messageType: z.literal('ComplianceChangeNotification'),
  newEvaluationResult: z.looseObject({ complianceType: word, resultRecordedTime: when }),
});

export const FINDINGS = {
  'aws.guardduty': 'GuardDuty Finding',
  'aws.macie': 'Macie Finding',
  'aws.config': 'Config Rules Compliance Change',
} as const;

/** Is it meant as one? What comes of it is for `readFinding`. */
export const isFinding = (event: unknown): boolean => {
  const read = envelope.safeParse(event);
  return read.success && Object.entries(FINDINGS).some(([source, type]) => isOf(read.data, source, type));
};
const isOf = (event: { source: string; 'detail-type': string }, source: string, type: string): boolean =>
  event.source === source && event['detail-type'] === type;

export function readFinding(event: unknown, here: Here): ServiceFinding | NoFinding {
  const read = envelope.safeParse(event);
  if (!read.success || !isFinding(event)) return 'other';
  const { source, account: of, region, detail } = read.data as z.infer<typeof envelope> & { detail?: unknown };
  // A finding of another account or Region is for the stage that runs there.
  if (of !== here.account || region !== here.region) return 'forged';
  switch (source) {
    case 'aws.guardduty':
      return ofGuardDuty(detail, here);
    case 'aws.macie':
      return ofMacie(detail, here);
    default:
      return ofConfig(detail, here);
  }
}

function ofGuardDuty(detail: unknown, here: Here): ServiceFinding | NoFinding {
  const read = guardDuty.safeParse(detail);
  if (!read.success) return 'forged';
  const { accountId, region, arn, service, severity, resource, ...finding } = read.data;
  const detector = `detector/${service.detectorId}`;
  if (accountId !== here.account || region !== here.region) return 'forged';
  if (!isArn(arn, 'guardduty', here, `${detector}/finding/${finding.id}`)) return 'forged';
  if (service.archived || service.additionalInfo?.sample === true) return 'over';
  return {
    ...{ id: finding.id, type: finding.type, at: finding.createdAt },
    service: 'guardduty',
    by: arn.slice(0, arn.indexOf('/finding/')),
    severity: severity < 4 ? 'low' : 'medium',
    names: textsIn(resource),
  };
}

function ofMacie(detail: unknown, here: Here): ServiceFinding | NoFinding {
  const read = macie.safeParse(detail);
  if (!read.success) return 'forged';
  const { accountId, region, severity, resourcesAffected, sample, archived, ...finding } = read.data;
  if (accountId !== here.account || region !== here.region) return 'forged';
  if (sample || archived) return 'over';
  return {
    ...{ id: finding.id, type: finding.type, at: finding.createdAt },
    service: 'macie',
    by: 'macie.amazonaws.com',
    severity: severity.score < 2 ? 'low' : 'medium',
    names: textsIn(resourcesAffected),
  };
}

function ofConfig(detail: unknown, here: Here): ServiceFinding | NoFinding {
  const read = config.safeParse(detail);
  if (!read.success) return 'forged';
  const { awsAccountId, awsRegion, configRuleARN, configRuleName, resourceId, resourceType, newEvaluationResult } =
    read.data;
  if (awsAccountId !== here.account || awsRegion !== here.region) return 'forged';
  if (!isArn(configRuleARN, 'config', here, 'config-rule/')) return 'forged';
  if (newEvaluationResult.complianceType !== 'NON_COMPLIANT') return 'over';
  return {
    id: `${configRuleARN} ${resourceType} ${resourceId}`,
    ...{ service: 'config', by: configRuleARN, type: `${configRuleName} of ${resourceType}`, severity: 'medium' },
    at: newEvaluationResult.resultRecordedTime,
    names: [resourceId],
  };
}

/** Of this account and Region, and of this thing. */
const isArn = (arn: string, service: string, { account: of, region }: Here, resource: string): boolean => {
  const [, , ...parts] = arn.split(':');
  return arn.startsWith('arn:') && parts[0] === service && parts[1] === region && parts[2] === of
    ? parts.slice(3).join(':').startsWith(resource)
    : false;
};

/** All texts inside, whatever a service calls them. */
function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  return Object.values(value).flatMap((one) => textsIn(one, depth + 1));
}
