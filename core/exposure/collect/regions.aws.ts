import { AccountClient, paginateListRegions } from '@aws-sdk/client-account';
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
}

/** Where the one endpoint of the service is. Source: AWS General Reference, "AWS Account Management endpoints and quotas". */
const HOME: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-northwest-1',
  'aws-us-gov': 'us-gov-west-1',
};
const page = z.looseObject({
  Regions: z.array(
    z.looseObject({ RegionName: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d+$/), RegionOptStatus: z.string() }),
  ),
});
/** More than there can be. */
const MOST_PAGES = 20;

/** All Regions of the account. @throws RegionsNotListed */
export async function regionsOfAccount({ partition, region: from, profile, endpoint }: Asking): Promise<Regions> {
  const client = new AccountClient({
    region: HOME[partition] ?? HOME.aws!,
    maxAttempts: 4,
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
  });
  const found = await listed(client).finally(() => client.destroy());
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

/** Each by its name, with whether it is enabled. */
async function listed(client: AccountClient): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let pages = 0;
  // What the paginator would take for the end, a token told again, is none.
  const pager = paginateListRegions({ client, pageSize: 50, stopOnSameToken: false }, {});
  try {
    for await (const answer of pager) {
      if (++pages > MOST_PAGES) throw new RegionsNotListed('AWS lists Regions without an end');
      const read = page.safeParse(answer);
      if (!read.success) throw new RegionsNotListed('the answer of AWS was not understood');
      for (const { RegionName, RegionOptStatus } of read.data.Regions) found.set(RegionName, RegionOptStatus);
    }
  } catch (cause) {
    if (cause instanceof RegionsNotListed) throw cause;
    throw new RegionsNotListed(`AWS answers ${(cause as Error).name} to ${REGIONS_ACTION}`, { cause });
  }
  return found;
}
