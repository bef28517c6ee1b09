/**
 * `npm run bench -- browser [--seconds N]`: what the browser collector takes, as it is published, in a Chromium without a screen: the agent that the browser
 * starts, idle and while somebody types 25 keys a second; what a key costs a page of a site that is listed beside the same page of one that is not; how large
 * the extension is. In processor time, so that other work on the machine does not count.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { agentsIn } from '../../agent/bin/agents.ts';
import { startBrowserRig } from '../../test/fixtures/browser-rig.ts';
import type { Page } from '../../test/fixtures/chromium.ts';
import { residentMegabytes, TICK, ticks } from '../checks/process-cost.ts';
import { repository } from '../local/layout.ts';

const KEYS_PER_SECOND = 25;
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const seconds = Number(values.seconds);

execFileSync(process.execPath, ['build.ts'], { cwd: join(repository, 'agent'), stdio: 'inherit' });
const FORM = '<!doctype html><input id=name>';
const rig = await startBrowserRig({
  pages: { 'crm.example.com/form': FORM, 'other.example.net/form': FORM },
  applications: { 'crm.example.com': { keys: 'content' } },
  main: join(repository, 'agent/dist/sluice-agent.js'),
});
try {
  const bytes = readdirSync(rig.extension).reduce((sum, name) => sum + statSync(join(rig.extension, name)).size, 0);
  const script = statSync(join(rig.extension, 'page.js')).size;
  const page = await rig.recorded('https://crm.example.com/form');
  const other = await rig.browser.open('https://other.example.net/form');
  const pid = agentsIn(rig.state)[0]!.pid;
  const share = async (what: () => Promise<unknown>) => {
    const [before, began] = [ticks(pid), performance.now()];
    await what();
    return (((ticks(pid) - before) / TICK) * 1000) / (performance.now() - began);
  };
  await pause(3_000);
  const idle = await share(() => pause(seconds * 1000));
  const aKey = await cost(page);
  const aKeyElsewhere = await cost(other);
  const typing = await share(() => typed(page, seconds * KEYS_PER_SECOND));
  const megabytes = residentMegabytes(pid);
  const keys = rig.cloud.stored().filter(({ kind }) => kind === 'key').length;
  const figures = {
    ...{ idle, typing, megabytes, extension: { bytes, script }, aKey, aKeyElsewhere, keys, seconds },
    load: loadavg()[0],
  };
  console.log(
    `agent:     idle ${(idle * 100).toFixed(2)}% of a core, at ${KEYS_PER_SECOND} keys a second ${(typing * 100).toFixed(2)}%, ${megabytes.toFixed(0)} MB`,
  );
  console.log(
    `page:      ${aKey.toFixed(2)} ms a key where the site is listed, ${aKeyElsewhere.toFixed(2)} ms where it is not`,
  );
  console.log(`extension: ${(bytes / 1000).toFixed(0)} kB, ${(script / 1000).toFixed(0)} of them in a page`);
  console.log(`${keys} key events stored; load ${loadavg()[0]!.toFixed(1)}`);
  mkdirSync(join(repository, 'out/bench'), { recursive: true });
  writeFileSync(join(repository, 'out/bench/browser.json'), `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  await rig.end();
}

/** Of a page's main thread, ms a key that is pressed and let go. */
async function cost(page: Page): Promise<number> {
  await page.send('Performance.enable');
  const spent = async () => {
    const { metrics } = (await page.send('Performance.getMetrics')) as { metrics: { name: string; value: number }[] };
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  };
  await typed(page, 50);
  const before = await spent();
  const keys = 200;
  await typed(page, keys);
  return ((await spent()) - before) / keys;
}

async function typed(page: Page, keys: number): Promise<void> {
  await page.send('Page.bringToFront');
  await page.run('document.getElementById("name").focus()');
  for (let key = 0; key < keys; key++) {
    await page.type('a');
    await pause(1000 / KEYS_PER_SECOND);
  }
}
