import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsCollectionGate } from './gate.aws.ts';
import { memoryGate } from './gate.memory.ts';
import { gateProperty } from './gate.property.ts';

/** As it is, and so that every second of those who let go is forgotten at once. */
const MEMORIES = [
  ['', undefined],
  [', forgetting', { most: 1, keep: 0, age: 0 }],
] as const;
/** After all ids of the property. */
const now = () => Date.UTC(2030, 0);

for (const [kind, remembered] of MEMORIES) {
  gateProperty(
    `in memory${kind}`,
    () => {
      const gate = memoryGate({ now, ...(remembered && { remembered }) });
      return {
        store: gate,
        seenBy: (before) => gate.seenBy(before),
        lanes: () => [...gate.rows].map(([lane, row]) => ({ lane, ...row })),
      };
    },
    300,
  );

  gateProperty(
    `on DynamoDB${kind}`,
    () => {
      const tables = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'] });
      const options = { gateTable: 'Gate', lanesTable: 'Lanes', clock: { now }, ...(remembered && { remembered }) };
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
}
