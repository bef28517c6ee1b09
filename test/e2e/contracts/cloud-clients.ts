import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type EmptyCloud, emptyCloud } from './empty-cloud.ts';

/** Of SDK clients of the emulator that contract suites share, as its administrator. */
export function clientsOf(cloud: EmptyCloud = emptyCloud()) {
  const { endpoint, region, env } = cloud;
  return {
    ...{ endpoint, region, requestHandler: new NodeHttpHandler() },
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID!, secretAccessKey: env.AWS_SECRET_ACCESS_KEY! },
  };
}
