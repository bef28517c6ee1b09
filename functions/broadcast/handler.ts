import middy from '@middy/core';
import { awsBroadcast, awsPushNotes } from '../../core/gate/broadcast.aws.ts';
import { type BroadcastParts, keepBroadcast } from '../../core/gate/broadcast.ts';
import { awsCollectionState } from '../../core/gate/gate.aws.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { dynamoDb, gateDynamoDb, iot, iotData, kms } from '../shared/clients.aws.ts';
import { describeError, logger, observed } from '../shared/observability.ts';
import { config } from './config.ts';

const gateTable = config.SLUICE_GATE_TABLE;
/** A stage without push has neither key nor topic. */
const parts: BroadcastParts | undefined =
  config.SLUICE_PUSH_KEY && config.SLUICE_PUSH_TOPIC
    ? {
        ...{ clock, program: config.SLUICE_PROGRAM, stage: config.SLUICE_STAGE },
        spread: Number(config.SLUICE_PUSH_SPREAD),
        gate: awsCollectionState({ ddb: gateDynamoDb(), gateTable, clock }),
        broadcast: awsBroadcast({ iot: iot(), data: iotData(), topic: config.SLUICE_PUSH_TOPIC }),
        notes: awsPushNotes({ ddb: dynamoDb(), gateTable }),
        signer: awsSigner({ kms: kms(), keyId: config.SLUICE_PUSH_KEY, name: 'push' }),
      }
    : undefined;

/** On schedule, and when the gate has moved. Whoever else calls it has both compared, and no more. */
export const handler = middy()
  .use(observed())
  .handler(async () => {
    if (!parts) return { told: false };
    try {
      const { told, altered } = await keepBroadcast(parts);
      if (told) logger.info('agents were told');
      if (altered) logger.warn('what agents are told was gone, or somebody else’s');
      return { told };
    } catch (error) {
      logger.error('agents could not be told', describeError(error));
      throw error;
    }
  });
