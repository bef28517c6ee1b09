import { createHash, createHmac } from 'node:crypto';
import { STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { SluiceError } from '../../shared/errors.ts';
import type { Connection } from './client.aws.ts';
import { REGIONS_ACTION } from './policy.ts';

/** The list was refused, or was none. */
export class RegionsNotListed extends SluiceError {}

interface Regions {
  /** In which there can be something that somebody reaches; by name, the one that was asked from first. */
  enabled: [string, ...string[]];
  /** In which IAM lets nobody in. */
  disabled: string[];
}

interface Asking extends Connection {
  partition: string;
  region: string;
  /** @default the one of Node */
  fetch?: (url: string, request: RequestInit) => Promise<Response>;
  now?: () => number;
}

/** Where the one endpoint of the service is. Source: AWS General Reference, "AWS Account Management endpoints and quotas". */
const HOME: Readonly<Record<string, [region: string, suffix: string]>> = {
  aws: ['us-east-1', 'amazonaws.com'],
  'aws-cn': ['cn-northwest-1', 'amazonaws.com.cn'],
  'aws-us-gov': ['us-gov-west-1', 'amazonaws.com'],
};
const page = z.looseObject({
  Regions: z.array(
    z.looseObject({ RegionName: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d+$/), RegionOptStatus: z.string() }),
  ),
  NextToken: z.string().min(1).nullish(),
});
/** More than there can be. */
const MOST_PAGES = 20;
const LONGEST = 20_000;
const TRIES = 4;

/**
 * All Regions of the account. The SDK has no client of this service here: one call is signed by hand.
 * @throws RegionsNotListed
 */
export async function regionsOfAccount(asking: Asking): Promise<Regions> {
  const { partition, region: from, profile, endpoint } = asking;
  const [region, suffix] = HOME[partition] ?? HOME.aws!;
  const sts = new STSClient({ region: from, ...(profile !== undefined && { profile }) });
  const found = new Map<string, string>();
  let NextToken: string | undefined;
  for (let pages = 0; pages === 0 || NextToken !== undefined; pages++) {
    if (pages === MOST_PAGES) throw new RegionsNotListed('AWS lists Regions without an end');
    const body = JSON.stringify({ MaxResults: 50, ...(NextToken !== undefined && { NextToken }) });
    const url = `${endpoint ?? `https://account.${region}.${suffix}`}/listRegions`;
    const answer = await asked(asking, url, async () =>
      signed(
        { url, body, region, service: 'account', at: asking.now?.() ?? Date.now() },
        await sts.config.credentials(),
      ),
    );
    for (const { RegionName, RegionOptStatus } of answer.Regions) found.set(RegionName, RegionOptStatus);
    NextToken = answer.NextToken ?? undefined;
  }
  sts.destroy();
  const names = [...found.keys()].sort();
  // One that is being disabled is not yet.
  const disabled = names.filter((name) => found.get(name) === 'DISABLED');
  const [first, ...others] = names.filter((name) => !disabled.includes(name));
  if (first === undefined) throw new RegionsNotListed('AWS lists no Region that is enabled');
  const enabled = [first, ...others];
  return {
    enabled: enabled.includes(from) ? [from, ...enabled.filter((one) => one !== from)] : [first, ...others],
    disabled,
  };
}

async function asked({ fetch: ask = fetch }: Asking, url: string, request: () => Promise<RequestInit>) {
  for (let tries = 1; ; tries++) {
    const response = await ask(url, { ...(await request()), signal: AbortSignal.timeout(LONGEST) }).catch(
      (cause: Error) => {
        throw new RegionsNotListed(`there is no way to the service (${cause.name})`, { cause });
      },
    );
    if (response.ok) {
      const read = page.safeParse(await response.json().catch(() => undefined));
      if (!read.success) throw new RegionsNotListed('the answer of AWS was not understood');
      return read.data;
    }
    if (tries === TRIES || (response.status < 500 && response.status !== 429)) {
      throw new RegionsNotListed(`AWS answers ${response.status} to ${REGIONS_ACTION}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** tries));
  }
}

interface ToSign {
  url: string;
  body: string;
  region: string;
  service: string;
  /** ms */
  at: number;
}
interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** A POST of JSON without a query. Source: IAM User Guide, "Create a signed AWS API request" (Signature Version 4). */
export function signed(
  { url, body, region, service, at }: ToSign,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
): { method: 'POST'; body: string; headers: Record<string, string> } {
  const { host, pathname } = new URL(url);
  const time = new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    host,
    'x-amz-date': time,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const listed = names.join(';');
  const canonical = [
    ...['POST', pathname, '', ...names.map((name) => `${name}:${headers[name]}`), '', listed, hash(body)],
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n');
  const key = [region, service, 'aws4_request'].reduce<Buffer>(mac, mac(`AWS4${secretAccessKey}`, day));
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const { host: _, ...sent } = headers;
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${listed}, Signature=${signature}`;
  return { method: 'POST', body, headers: { ...sent, authorization } };
}
