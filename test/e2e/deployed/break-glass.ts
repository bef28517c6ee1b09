import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ledgerTips } from '../../../api/ledger.ts';
import type { ClosureReceipt } from '../../../core/incident/incident.ts';
import type { SignedDocument } from '../../../core/ledger/ledger.ts';
import { readPublicKey, verifyDocument } from '../../../core/ledger/note.ts';
import { type Ended, run, runSluice } from '../../fixtures/run.ts';
import { browserAs } from '../../fixtures/typed.ts';
import { resumed } from './resumed.ts';
import { stage } from './stage.ts';

interface Pressed {
  incident: string;
  gates: { gate: string; epoch: number }[];
  tookMs: number;
  receipt: string;
  failed: unknown[];
  followUp: string;
}

/** The pause that needs neither API nor functions, by the role that is there for it, and what comes after. */
export const breakGlass = () =>
  describe('break-glass', () => {
    const MFA = ['--mfa-serial', 'arn:aws:iam::000000000000:mfa/pat', '--mfa-code', '123456'];
    const file = () => join(stage().folder, 'closure.json');
    const sluice = (...args: string[]): Promise<Ended> =>
      runSluice(args, {
        env: { XDG_CONFIG_HOME: join(stage().folder, 'break-glass'), ...browserAs('pat@example.com') },
      });
    const press = (...more: string[]) => {
      const { endpoint, cloud } = stage().deployment;
      const where = ['--region', cloud.region, '--endpoint-url', endpoint];
      const what = ['--outputs', cloud.outputsFile, '--reason', "it's a drill", '--receipt', file()];
      return sluice('--json', ...where, 'pause', '--break-glass', ...what, ...more);
    };
    let pressed: Pressed;

    test('without MFA nobody takes the role, and nothing is closed', async () => {
      const before = (await stage().status()).gates;
      const { code, stderr } = await press();
      expect(code).toBe(1);
      expect(JSON.parse(stderr)).toMatchObject({
        error: 'not-closed',
        message: expect.stringContaining('AccessDenied'),
      });
      expect((await stage().status()).gates).toEqual(before);
    });

    test('closes both gates and signs the receipt; repeated, it closes nothing anew', async () => {
      const before = (await stage().status()).gates;
      rmSync(file(), { force: true });

      const { code, stdout } = await press(...MFA);

      expect(code).toBe(0);
      pressed = JSON.parse(stdout) as Pressed;
      expect(pressed.failed).toEqual([]);
      const closed = {
        collection: { state: 'closed', epoch: before.collection.epoch + 1 },
        reading: { state: 'closed', epoch: before.reading.epoch + 1 },
      };
      expect((await stage().status()).gates).toMatchObject(closed);
      const receipt = JSON.parse(readFileSync(file(), 'utf8')) as SignedDocument<ClosureReceipt>;
      const { publicKey } = await stage().staff.rosa.api.call(ledgerTips);
      expect(verifyDocument(receipt, readPublicKey(publicKey))).toMatchObject({ kind: 'closure-receipt' });
      expect(receipt.document.gates.find(({ gate }) => gate === 'collection')!.lanes.length).toBeGreaterThan(0);

      const again = await press(...MFA, '--incident', pressed.incident);
      expect(again.code).toBe(0);
      const epochs = pressed.gates.map(({ gate, epoch }) => ({ gate, epoch }));
      expect(JSON.parse(again.stdout)).toMatchObject({ gates: epochs, receipt: file() });
      expect((await stage().status()).gates).toMatchObject(closed);
      expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(receipt);
    });

    test('the command that it prints files the incident, which then goes the ordinary way', async () => {
      const { outputsFile } = stage().deployment.cloud;
      expect((await sluice('login', '--outputs', outputsFile)).code).toBe(0);
      // As pasted into a shell, where `sluice` is the command line of this working copy.
      const pasted = `sluice() { "${process.execPath}" --disable-warning=ExperimentalWarning bin/sluice.ts "$@"; }; ${pressed.followUp.replace('sluice pause', 'sluice --json pause')}`;
      const env = { XDG_CONFIG_HOME: join(stage().folder, 'break-glass') };
      const { code, stdout, stderr } = await run('sh', ['-c', pasted], { env });
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(JSON.parse(stdout)).toMatchObject({
        incident: { incident: pressed.incident, status: 'contained', closes: true },
        receipt: { document: { gates: pressed.gates.map(({ gate, epoch }) => ({ gate, epoch })) } },
      });

      await resumed(pressed.incident);
    });
  });
