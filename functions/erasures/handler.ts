import middy from '@middy/core';
import { awsSubjectWalks } from '../../core/consent/consent-store.aws.ts';
import { finishErasures } from '../../core/consent/erase.ts';
import { awsIndexedRows } from '../../core/consent/erased-rows.aws.ts';
import { awsParticipationNote } from '../../core/consent/participation.aws.ts';
import { noteParticipation } from '../../core/consent/participation.ts';
import { awsDirectoryStore } from '../../core/directory/directory.aws.ts';
import { tidyParts } from '../../core/directory/upload.ts';
import { awsTexts } from '../../core/ledger/texts.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { awsKeyDestroyer } from '../../core/vault/key-ring.aws.ts';
import { documents, dynamoDb } from '../shared/clients.aws.ts';
import { bundledDisclosure } from '../shared/disclosure.ts';
import { logger, observed } from '../shared/observability.ts';
import { config } from './config.ts';

const parts = {
  store: awsSubjectWalks({ ddb: dynamoDb(), table: config.SLUICE_SUBJECTS_TABLE }),
  keyRing: awsKeyDestroyer({ documents: documents(), table: config.SLUICE_KEYS_TABLE }),
  rows: awsIndexedRows({ ddb: dynamoDb(), table: config.SLUICE_INDEX_TABLE }),
  texts: awsTexts({ ddb: dynamoDb(), table: config.SLUICE_LEDGER_TABLE }),
  participation: awsParticipationNote({ ddb: dynamoDb(), gateTable: config.SLUICE_GATE_TABLE }),
  directory: awsDirectoryStore(documents(), config.SLUICE_KEYS_TABLE),
  disclosure: bundledDisclosure(config.SLUICE_DISCLOSURE),
  clock,
};

/** Daily, for whoever is erased, and how many take part: nothing of the event is used. */
export const handler = middy<unknown, { erased: number; rows: number }>()
  .use(observed())
  .handler(async () => {
    // Whatever kept an erasure from being finished, people are counted, and names that nobody put in force go.
    const { keys: erased, rows } = await finishErasures(parts)
      .finally(() => noteParticipation(parts))
      .finally(() => tidyParts({ store: parts.directory, clock }));
    logger.info('erasures finished', { erased, rows });
    return { erased, rows };
  });
