import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Place } from './collector.ts';

export interface Connection {
  region?: string | undefined;
  profile?: string | undefined;
  endpoint?: string | undefined;
}

const accountHosts: unknown = S3ControlClient;

/**
 * Clients as the AWS CLI would make them, one for each service and Region. They slow down by themselves when a service throttles, and give
 * a call up after so many tries.
 */
export function clientsOf({ profile, endpoint }: Connection): (region: string) => Place['client'] {
  const made = new Map<unknown, Map<string, unknown>>();
  // HTTP/1.1 for all: the SDK would speak HTTP/2 to Kinesis, which not every endpoint understands.
  const requestHandler = new NodeHttpHandler();
  return (home) =>
    <C>(Client: new (settings: { region: string }) => C, region = home): C => {
      const ofService = made.get(Client) ?? new Map<string, unknown>();
      made.set(Client, ofService);
      const settings = {
        region,
        requestHandler,
        retryMode: 'adaptive',
        maxAttempts: 8,
        ...(profile !== undefined && { profile }),
        // An endpoint of one's own has no name for each bucket and each account.
        ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
        ...(endpoint !== undefined &&
          Client === accountHosts && { endpointProvider: () => ({ url: new URL(endpoint) }) }),
      };
      if (!ofService.has(region)) ofService.set(region, new Client(settings));
      return ofService.get(region) as C;
    };
}

/** Whose account it is, and of which partition. */
export async function whoAmI({ region, profile, endpoint }: Connection): Promise<{
  account: string;
  partition: string;
  region: string;
}> {
  const sts = new STSClient({
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
  });
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  return { account: Account!, partition: Arn!.split(':')[1]!, region: await sts.config.region() };
}
