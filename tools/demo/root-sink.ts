import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { FrameSink } from '../../agent/sdk/frame-sink.ts';
import type { Deployment } from './deployment.ts';

/**
 * Puts as the account's root, whom the local cloud denies nothing: frames reach the stream whatever IAM says of the agents' role, so that
 * the gate alone is what stops them.
 */
export function rootSink({ clientConfig, outputs }: Pick<Deployment, 'clientConfig' | 'outputs'>): FrameSink {
  const kinesis = new KinesisClient({ ...clientConfig, requestHandler: new NodeHttpHandler() });
  return {
    use: () => {},
    async put(frames) {
      const Records = frames.map(({ data, subject }) => ({ Data: data, PartitionKey: subject }));
      const answer = await kinesis.send(new PutRecordsCommand({ StreamName: outputs.StreamName!, Records }));
      return frames.map((_, at) => (answer.Records?.[at]?.SequenceNumber ? 'acknowledged' : 'retry'));
    },
    close: () => kinesis.destroy(),
  };
}
