import * as z from 'zod';

/**
 * A change at AWS, as CloudTrail tells it by EventBridge.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface ApiCall {
  /** CloudTrail's id: the same however often it is delivered. */
  id: string;
  /** `service:Event`, e.g. `kms:PutKeyPolicy`. */
  event: string;
  /** ms, by AWS's clock; whole seconds. */
  at: number;
  /** ARN of who called; the service's name where AWS acts for itself. */
  by: string;
  /** Name of the role whose session it was. */
  role?: string;
  /** Service that made the call, for somebody or for itself. */
  through?: string;
  /** Why AWS refused it. */
  error?: string;
  /** Names and ids in request, answer and resources. */
  names: readonly string[];
  /** The inline policy that it is about, and of which role; `document` where it is put. */
  inline?: { role: string; policy: string; document?: string };
}

/** What names nobody that AWS could name is nobody's name: it would be free text in the ledger. The change is judged all the same. */
const PRINCIPAL = /^arn:[a-z-]+:(iam|sts):[a-z0-9-]*:\d{12}:[\w+=,.@/-]+$/;

const record = z.looseObject({
  eventID: z.string().regex(/^[\w-]{1,100}$/),
  eventSource: z.string().regex(/^[a-z0-9-]+\.amazonaws\.com$/),
  eventName: z.string().regex(/^\w{1,100}$/),
  eventTime: z.iso.datetime().transform((time) => Date.parse(time)),
  errorCode: z.string().max(200).optional(),
  userIdentity: z.looseObject({
    type: z
      .string()
      .regex(/^[A-Za-z]{1,40}$/)
      .optional()
      .catch(undefined),
    arn: z.string().max(500).regex(PRINCIPAL).optional().catch(undefined),
    invokedBy: z
      .string()
      .regex(/^[a-z0-9.-]{1,100}$/)
      .optional()
      .catch(undefined),
    sessionContext: z
      .looseObject({ sessionIssuer: z.looseObject({ userName: z.string().max(200).optional() }).optional() })
      .optional(),
  }),
  requestParameters: z.unknown(),
  responseElements: z.unknown(),
  resources: z.unknown(),
});

const inlinePolicy = z.looseObject({
  roleName: z.string(),
  policyName: z.string(),
  policyDocument: z.string().optional(),
});

const delivered = z.looseObject({ 'detail-type': z.literal('AWS API Call via CloudTrail'), detail: record });

/** @throws ZodError when it is no such event: nobody judges what they cannot read */
export function readApiCall(event: unknown): ApiCall {
  const { detail } = delivered.parse(event);
  const { userIdentity: who, requestParameters, responseElements, resources } = detail;
  const role = who.sessionContext?.sessionIssuer?.userName;
  const inline = inlinePolicy.safeParse(requestParameters).data;
  return {
    id: detail.eventID,
    event: `${detail.eventSource.replace(/\.amazonaws\.com$/, '')}:${withoutDate(detail.eventName)}`,
    at: detail.eventTime,
    by: who.arn ?? who.invokedBy ?? who.type ?? 'unknown',
    ...(role !== undefined && { role }),
    ...(who.invokedBy !== undefined && { through: who.invokedBy }),
    ...(detail.errorCode !== undefined && { error: detail.errorCode }),
    names: namesIn([requestParameters, responseElements, resources]),
    ...(inline && {
      inline: {
        role: inline.roleName,
        policy: inline.policyName,
        ...(inline.policyDocument !== undefined && { document: inline.policyDocument }),
      },
    }),
  };
}

/** Lambda names its events with the date of its API: `UpdateFunctionCode20150331v2`. */
const withoutDate = (name: string): string => name.replace(/20\d{6}(v\d+)?$/, '');

/** Policies and definitions of something else may name what is the program’s; the thing that is changed is named beside them. */
const DOCUMENT = /policy(document)?$|definition$|template(body)?$|^environment$/i;
/** Longer texts are no names. */
const LONGEST_NAME = 2_048;
/** More of them than any request has. */
const MOST_NAMES = 2_000;

function namesIn(value: unknown, names: string[] = [], depth = 0): string[] {
  if (typeof value === 'string') {
    if (value.length <= LONGEST_NAME && names.length < MOST_NAMES) names.push(value);
    return names;
  }
  if (value === null || typeof value !== 'object' || depth > 8) return names;
  for (const [key, below] of Object.entries(value)) if (!DOCUMENT.test(key)) namesIn(below, names, depth + 1);
  return names;
}
