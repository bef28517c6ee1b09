import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BrowserDesk, CRM, startBrowserDesk } from '../../../test/fixtures/browser-desk.ts';
import { describeDesktop, until } from '../../../test/fixtures/desktop.ts';
import { EXTENSION_ID } from './protocol.ts';

/** The sign in the toolbar: what it says, and a pause by it and by the agent. */

const POPUP = `chrome-extension://${EXTENSION_ID}/popup.html`;

describeDesktop('the sign in the toolbar, in Chromium', ['chromium'], () => {
  let desk: BrowserDesk;
  let browser: BrowserDesk['browser'];
  let agent: BrowserDesk['agent'];
  let stored: BrowserDesk['stored'];
  let typed: BrowserDesk['typed'];
  let settle: BrowserDesk['settle'];
  let focus: BrowserDesk['focus'];

  beforeAll(async () => {
    desk = await startBrowserDesk();
    ({ browser, agent, stored, typed, settle, focus } = desk);
  }, 120_000);
  afterAll(() => desk?.end());

  test('pauses within a second, by the sign, and goes on', async () => {
    const page = await browser.open(`${CRM}/form`);
    await focus(page, 'name');
    await settle(page);
    const popup = await browser.open(POPUP);
    const says = () => popup.run<string>('document.body.innerText');
    await until('what it says', async () => ((await says()).includes('Recording') ? true : undefined));
    expect(await says()).toMatch(/crm\.example\.com: .*key/);
    expect(await says()).toContain('docs.example.org');

    await popup.run('document.getElementById("pause").click()');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await page.type('xxxx');
    await until('the pause', async () => ((await says()).includes('Paused by you') ? true : undefined));
    await popup.run('document.getElementById("resume").click()');
    await until('that it goes on', async () => {
      await popup.goto(POPUP);
      return (await says()).startsWith('Recording') ? true : undefined;
    });
    await page.type('y');
    await settle(page);

    expect(typed()).toContain('y');
    expect(typed()).not.toContain('x');
    for (const one of [popup, page]) await one.close();
  });

  test('a pause of the agent is one here, and the sign says whose doing it is', async () => {
    const page = await browser.open(`${CRM}/form`);
    await focus(page, 'name');
    await settle(page);
    const popup = await browser.open(POPUP);
    const says = async () => {
      await popup.goto(POPUP);
      return popup.run<string>('document.body.innerText');
    };

    await agent('pause');
    await until('the pause', async () => ((await says()).includes('you paused it on this device') ? true : undefined));
    await page.type('xxxx');
    await agent('resume');
    await until('that it goes on', async () => ((await says()).startsWith('Recording') ? true : undefined));
    await page.type('y');
    await settle(page);

    expect(typed()).not.toContain('x');
    expect(stored('session').map(({ type, reason }) => [type, reason])).toContainEqual(['gap', 'paused-here']);
    expect(stored('session').map(({ type, reason }) => [type, reason])).toContainEqual(['stop', 'paused-here']);
    for (const one of [popup, page]) await one.close();
  });
});
