import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pause } from '../../../api/incident.ts';
import { spreadOfTimes, type ToldFleet, toldFleet } from '../../../tools/bench/fleet/told.ts';
import { callScheduled } from '../../../tools/local/schedules.ts';
import { resumed } from './resumed.ts';
import { stage } from './stage.ts';

/** Real agents with connections of their own: a closed gate stops them at once, and an open one has them ask. With 500: `npm run bench -- push`. */
export const pushed = () =>
  describe('agents are told at once', () => {
    let fleet: ToldFleet;
    const broadcast = async () => {
      const { clientConfig, disclosure } = stage().deployment;
      return (await callScheduled(clientConfig, [`sluice-${disclosure.program}-local-broadcast`]))[0];
    };

    beforeAll(async () => {
      await broadcast();
      fleet = await toldFleet(stage().deployment, 5, 'told');
      await fleet.listening(60_000);
    });
    afterAll(() => fleet?.stop());

    test('what is told is compared with the gate, and told once', async () => {
      expect(await broadcast()).toEqual({ told: false });
    });

    test('when the gate closes they stand still within two seconds, and record again by themselves when it opens', async () => {
      await fleet.recording(60_000);
      const stopped = fleet.stopped(60_000);
      const asked = Date.now();
      const { incident } = await stage().staff.pat.api.call(pause, { body: { reason: 'a test of the push' } });
      const afterClosing = (await stopped).map((ms) => ms - (incident.closedAt! - asked));
      expect(spreadOfTimes(afterClosing).last).toBeLessThanOrEqual(2_000);

      const recording = fleet.recording(300_000).then(() => Date.now());
      await resumed(incident.incident);
      const { since } = (await stage().status()).gates.collection;
      expect((await recording) - since).toBeLessThanOrEqual(10_000);
      expect(fleet.agents.map(({ ignoredNews }) => ignoredNews)).toEqual(fleet.agents.map(() => ({})));
    });
  });
