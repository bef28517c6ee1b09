import type { PipelineOptions } from '../../../core/intake/pipeline.ts';
import type { World } from '../../fixtures/world.ts';
import type { Scenario } from './faults.ts';

interface Batch {
  /** Numbers of the frames. @default 1 */
  numbers?: readonly number[];
  /** Application of the one event in each. @default editor */
  app?: string;
  /** Ports that are others than a healthy world's. */
  change?: (world: World) => Promise<Partial<PipelineOptions>>;
  /** What the shards answer. @default the world's shard */
  find?: () => Promise<never>;
  /** What the look at the disclosure's note finds. @default nothing wrong */
  inForce?: () => Promise<void>;
}

/** The redactor that gets frames of one device, over a world in memory. */
export const frames =
  ({ numbers = [1], app = 'editor', change, find, inForce = async () => {} }: Batch = {}) =>
  async (): Promise<Scenario> => {
    const { createWorld, NOON } = await import('../../fixtures/world.ts');
    const { createRedactor } = await import('../../../redaction/create.ts');
    const { redactionPolicyOf } = await import('../../../core/disclosure/policy.ts');
    const { createLeaseOpener } = await import('../../../core/lease/lease.ts');
    const world = createWorld();
    await world.enrol('anna');
    const lease = await world.lease('anna');
    const records = numbers.map((number) =>
      world.record(world.frame(lease, number, [{ kind: 'click', time: NOON, app, x: 1, y: 0 }]), 'anna'),
    );
    const pipeline: PipelineOptions = {
      intake: world.intake(),
      keyRing: world.keyRing,
      vault: world.vault,
      leases: createLeaseOpener({ keys: world.leaseKeys, program: world.disclosure.program }),
      gate: world.gate,
      redactor: createRedactor({ policy: redactionPolicyOf(world.disclosure), tokenKey: new Uint8Array(32).fill(5) }),
      disclosure: world.disclosure,
      clock: world.clock,
      sleep: async () => {},
      random: () => 0.5,
      ...(await change?.(world)),
    };
    return {
      ports: {
        awsPorts: {
          pipeline,
          shards: { find: find ?? (async () => world.shard) },
          redactor: { refresh: async () => {}, report: () => undefined },
          inForce: { check: inForce },
        },
      },
      event: {
        Records: records.map(({ sequence, partitionKey, arrival, data }) => ({
          eventID: `shardId-000000000000:${sequence}`,
          kinesis: {
            sequenceNumber: sequence,
            partitionKey,
            approximateArrivalTimestamp: arrival / 1000,
            data: Buffer.from(data).toString('base64'),
          },
        })),
      },
    };
  };
