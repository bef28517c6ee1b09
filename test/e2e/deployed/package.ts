import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Device, device } from '../../../tools/demo/device.ts';
import { person } from '../../../tools/demo/people.ts';
import { status } from '../../../tools/demo/scene.ts';
import { until } from '../../../tools/local/index.ts';
import { ensurePerson } from '../../../tools/local/people.ts';
import { type Packed, packed } from '../../fixtures/packed.ts';
import { typedBy } from '../../fixtures/typed.ts';
import { stage } from './stage.ts';

/** What is asked of somebody who has a Node and an address, ms and commands. */
const MOST = { ms: 180_000, commands: 8 };

/** The package that people get, with the user pool that comes with the program: from an empty folder to erased. */
export const fromThePackage = () =>
  describe('from the package', () => {
    const email = 'nina@example.com';
    let nina: Packed;
    let laptop: Device | undefined;

    beforeAll(async () => {
      const { clientConfig, outputs } = stage().deployment;
      await ensurePerson(clientConfig, outputs.UserPoolId!, 'nina', ['employees']);
      nina = packed(typedBy(email));
    });
    afterAll(async () => {
      await laptop?.agent.stop();
      nina?.remove();
    });

    test('somebody installs, logs in at the pool, reads, agrees, sees what is stored, erases', async () => {
      const { sluice, commands, folder } = nina;
      const begun = Date.now();

      await nina.install();
      expect((await sluice('login', stage().deployment.outputs.ApiUrl!)).stdout).toMatch(/groups +employees/);
      await sluice('enrol', '--device', 'nina-laptop');
      const text = await sluice('consent');
      expect((await sluice('consent', '--accept', /--accept ([0-9a-f]{64})/.exec(text.stdout)![1]!)).stderr).toBe('');
      await collects(folder);
      expect((await sluice('me', 'text')).stdout).toContain('sort');
      expect((await sluice('erase', '--yes')).stdout).toMatch(/erased/i);
      expect((await sluice('logout')).stdout).toContain('is forgotten');

      expect(commands).toHaveLength(MOST.commands);
      expect(Date.now() - begun).toBeLessThan(MOST.ms);
    });

    /** Meanwhile her device records: nobody types anything for that. */
    async function collects(folder: string): Promise<void> {
      const who = await person(stage().deployment, 'nina', ['employees']);
      laptop = await device(stage().deployment.outputs.ApiUrl!, who, folder);
      const said = { app: 'assistant', author: 'self' as const, conversation: 'c1', text: 'how do I sort a list' };
      await laptop.play([{ kind: 'prompt', time: Date.now(), ...said }]);
      await laptop.settle();
      const { subject } = await status(who);
      const stored = async () => (await stage().storage.index()).some((row) => row.subject === subject);
      expect(await until(stored, 120_000, 150)).toBe(true);
    }
  });
