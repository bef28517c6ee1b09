import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsCollectionGate } from './gate.aws.ts';
import { memoryGate } from './gate.memory.ts';
import { gateProperty } from './gate.property.ts';

gateProperty(
  'in memory',
  () => {
    const gate = memoryGate();
    return {
      store: gate,
      seenBy: (before) => gate.seenBy(before),
      lanes: () => [...gate.rows].map(([lane, row]) => ({ lane, ...row })),
    };
  },
  300,
);

gateProperty(
  'on DynamoDB',
  () => {
    const tables = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'] });
    const options = { gateTable: 'Gate', lanesTable: 'Lanes', clock: { now: () => 0 } };
    return {
      store: awsCollectionGate({ ddb: tables.client(), ...options }),
      seenBy: (before, after) =>
        awsCollectionGate({
          ddb: tables.client({ before, after }),
          ...options,
          persistence: { sleep: async () => {}, now: () => 0 },
        }),
      lanes: () =>
        tables.items('Lanes').map(({ lane, state, epoch }) => ({
          lane: lane!.S!,
          state: state!.S!,
          ...(epoch && { epoch: Number(epoch.N) }),
        })),
    };
  },
  300,
);
