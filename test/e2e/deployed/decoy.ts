import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { contribute } from '../../../api/case.ts';
import { listIncidents, showIncident } from '../../../api/incident.ts';
import { askGrant, giveGrant, readRecord } from '../../../api/reading.ts';
import { awsProbes } from '../../../core/incident/probes.aws.ts';
import type { ProbeState } from '../../../core/incident/probes.ts';
import { decoyNames } from '../../../core/reading/decoy.ts';
import { awsPseudonyms } from '../../../core/shared/pseudonym.aws.ts';
import { person } from '../../../tools/demo/people.ts';
import { until } from '../../../tools/local/index.ts';
import { callScheduled } from '../../../tools/local/schedules.ts';
import { environmentOf, stage } from './stage.ts';

const WEEK = 7 * 86_400_000;
const PURPOSE = 'quality-review';

/** What the program reports by itself: under the role of the function that looks, which seals what it writes and opens nothing. */
export const decoy = () =>
  describe('a report that nobody wrote', () => {
    let concluded: string;
    const look = async () => {
      const { clientConfig, disclosure } = stage().deployment;
      await callScheduled(clientConfig, [`sluice-${disclosure.program}-local-investigate`]);
    };

    /** The one report that says it. */
    async function filed(words: string): Promise<{ incident: string; text: string }> {
      const { api } = stage().staff.ivy;
      const { incidents } = await api.call(listIncidents);
      const texts = await Promise.all(
        incidents.map(async ({ incident }) => ({
          incident,
          text: (await api.call(showIncident, { params: { incident } })).text ?? '',
        })),
      );
      const [found, ...others] = texts.filter(({ text }) => text.includes(words));
      expect([found, others]).toEqual([expect.anything(), []]);
      return found!;
    }

    /** A person says what it was, so that nothing of it goes on in what follows. */
    async function dismiss(incident: string): Promise<void> {
      const { api } = stage().staff.ivy;
      const shown = () => api.call(showIncident, { params: { incident } });
      expect(await until(async () => (await shown()).progress?.waitsFor === 'verdict', 120_000, 250)).toBe(true);
      const said = { what: 'verdict', verdict: 'not-confirmed', text: 'a test did it' } as const;
      await api.call(contribute, { params: { incident }, body: { ...said, id: ulid() } });
    }

    test('names who asked on a grant to read what is nobody’s, which shows nothing', async () => {
      const now = stage();
      // Of no other suite: what others may read is theirs to say.
      const iris = await person(now.deployment, 'iris', ['investigators']);
      const { request } = await iris.api.call(askGrant, { body: { purpose: PURPOSE, hours: 1 } });
      await now.staff.sam.api.call(giveGrant, { body: { reader: request.reader, purpose: PURPOSE, hours: 1 } });
      // Who they are is known to whoever may make pseudonyms, as the reader function, and to no reader.
      const { SLUICE_PSEUDONYM_KEY } = await environmentOf(now, 'reader');
      const kms = new KMSClient(now.deployment.clientConfig);
      const names = decoyNames(awsPseudonyms({ kms, keyId: SLUICE_PSEUDONYM_KEY! }));
      const subject = await names.inWeek(Math.floor(Date.now() / WEEK));
      kms.destroy();

      const read = iris.api.call(readRecord, {
        params: { subject, segment: ulid() },
        body: { purpose: PURPOSE, reason: 'going through the list' },
      });
      await expect(read).rejects.toMatchObject({ reason: 'no-object' });
      await look();

      const { incident, text } = await filed("what is nobody's");
      expect(text).toContain(request.reader);
      await dismiss(incident);
      const over = async () =>
        (await now.staff.ivy.api.call(showIncident, { params: { incident } })).incident.status === 'concluded';
      expect(await until(over, 120_000, 250)).toBe(true);
      concluded = incident;
    });

    test('is that of a probe that is red once its incident is over', async () => {
      const { clientConfig, outputs } = stage().deployment;
      const ddb = new DynamoDBClient(clientConfig);
      const probes = awsProbes({ documents: DynamoDBDocumentClient.from(ddb), table: outputs.IncidentsTable! });
      const at = Date.now();
      // As the look at its question leaves it, which finds nothing on a stage that is sound.
      const red: ProbeState = {
        ...{ probe: 'planted', branch: 'encryption', incident: concluded, outcome: 'red', report: ulid(at) },
        ...{ upTo: at, asked: at, since: at, statement: 'One row is in the clear.' },
      };
      expect(await probes.write(red, undefined)).toBe(true);

      await look();

      const { incident, text } = await filed('"planted"');
      expect([incident, text]).toEqual([red.report, expect.stringContaining(red.statement!)]);
      expect(await probes.write({ ...red, outcome: 'green' }, 1)).toBe(true);
      ddb.destroy();
      await dismiss(incident);
    });
  });
