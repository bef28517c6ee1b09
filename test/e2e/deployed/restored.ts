import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { enrol, erase } from '../../../api/consent.ts';
import type { Row } from '../../../core/restore/row.ts';
import { type Person, person } from '../../../tools/demo/people.ts';
import { consent, status } from '../../../tools/demo/scene.ts';
import { drillRestore, prefixOf, rowsOf } from '../../../tools/drill/restore.ts';
import { stage } from './stage.ts';

/** One table of `npm run drill:restore`, without a deploy: Service stays, nobody calls it meanwhile, and the gates are closed. */
export const restored = () => {
  let people: Record<'stays' | 'goes', Person>;
  let then: Row[];
  let serial: string | undefined;

  /** While the gates are open. */
  const moment = () =>
    describe('before a table goes back', () => {
      test('two people agree, and one of them erases everything afterwards', async () => {
        const { deployment } = stage();
        const [stays, goes] = await Promise.all(['rhea', 'gus'].map((name) => person(deployment, name, ['employees'])));
        people = { stays: stays!, goes: goes! };
        for (const who of [stays!, goes!]) {
          await who.api.call(enrol, { body: { device: 'laptop' } });
          await consent(who);
        }
        serial = (await status(stays!)).consent?.serial;
        const ddb = new DynamoDBClient(deployment.clientConfig);
        then = await rowsOf(ddb, `${prefixOf(deployment)}-Subjects`);
        ddb.destroy();

        await goes!.api.call(erase);

        expect((await status(goes!)).consent?.state).toBe('erased');
      });
    });

  /** While they are closed. */
  const back = () =>
    describe('a table that goes back', () => {
      test('brings nobody back, opens nothing, and keeps who was there', async () => {
        const gates = async () => {
          const { collection, reading } = (await stage().status()).gates;
          return [collection, reading].map(({ state, epoch }) => [state, epoch]);
        };
        const before = await gates();
        expect(before.map(([state]) => state)).toEqual(['closed', 'closed']);
        const { holds } = (await stage().status()).gates.collection;

        await drillRestore({
          ...{ deployment: stage().deployment, table: 'Subjects', incident: holds[0]!, asOfThen: () => then },
          isLeftOut: (line) => /^(aws cloudformation|aws lambda)/.test(line),
        });

        expect(await gates()).toEqual(before);
        expect((await status(people.goes)).consent?.state).toBe('erased');
        expect((await status(people.stays)).consent).toMatchObject({ state: 'live', serial });
      });
    });

  return { moment, back };
};
