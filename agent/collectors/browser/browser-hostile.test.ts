import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type BrowserDesk, CRM, rest, startBrowserDesk } from '../../../test/fixtures/browser-desk.ts';
import type { Page } from '../../../test/fixtures/chromium.ts';
import { describeDesktop, until } from '../../../test/fixtures/desktop.ts';
import type { KeyEvent } from '../../../wire/event.ts';
import { EXTENSION_ID } from './protocol.ts';

/** Pages that want to be recorded otherwise than they are: what is secret in them stays so, and they learn nothing of who records. */

describeDesktop('a page that means harm, in Chromium', ['chromium'], () => {
  let desk: BrowserDesk;
  let cloud: BrowserDesk['cloud'];
  let browser: BrowserDesk['browser'];
  let settle: BrowserDesk['settle'];
  let focus: BrowserDesk['focus'];

  beforeAll(async () => {
    desk = await startBrowserDesk();
    ({ cloud, browser, settle, focus } = desk);
  }, 120_000);
  afterAll(() => desk?.end());

  let page: Page;
  let from: number;
  const since = () => cloud.stored().slice(from);
  const keysSince = () =>
    since()
      .filter((one) => one.kind === 'key' && one.type === 'keydown' && !/function|other/.test(one.class ?? ''))
      .map((one) => (one as KeyEvent).key ?? '·')
      .join('');
  /** Frames have ways of their own: what was typed in one may come after what was pressed later in another. */
  async function expectKeys(keys: string) {
    for (let looks = 0; looks < 50 && keysSince() !== keys; looks++) await rest();
    expect(keysSince()).toBe(keys);
  }
  async function visit(path: string) {
    page = await browser.open(`${CRM}${path}`);
    await settle(page);
    from = cloud.stored().length;
  }
  afterEach(() => page.close());

  test('shows a password as text, in the same field or in another one: it stays one', async () => {
    await visit('/shown');
    for (const id of ['a', 'b', 'c']) {
      await focus(page, id);
      await page.type('q');
    }
    await page.click(5, 500);
    await page.run('show()');
    for (const id of ['a', 'b', 'c', 'hidden', 'code', 'called', 'early']) {
      await focus(page, id);
      await page.type('w');
    }
    await settle(page);

    await expectKeys('··········');
  });

  test('moves the focus of somebody who types a password: it stays one, until they go elsewhere', async () => {
    await visit('/moving');
    await focus(page, 'p');
    await page.type('qwe');
    await page.click(5, 500);
    await focus(page, 'plain');
    await page.type('r');
    await settle(page);

    await expectKeys('···r');
  });

  test('calls its fields secret, by a label of any kind, and has what is written in a button', async () => {
    await visit('/labelled');
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      await page.click(5, 500);
      await focus(page, id);
      await page.type('q');
    }
    await settle(page);

    await expectKeys('····q');
    expect(JSON.stringify(since())).not.toContain('written before');
  });

  test('overrides what is built in: it neither sees nor changes what is captured', async () => {
    await visit('/overriding');
    await focus(page, 'in');
    await page.type('qw');
    await focus(page, 'plain');
    await page.type('er');
    await settle(page);

    await expectKeys('··er');
    expect(await page.run('seen.length')).toBe(0);
  });

  test('makes events by itself: they are nobody’s', async () => {
    await visit('/synthetic');
    await page.run('forge()');
    await settle(page);

    expect(JSON.stringify(since())).not.toContain('forged');
    expect(keysSince()).toBe('');
    expect(since().filter(({ kind }) => kind === 'click' || kind === 'text')).toEqual([]);
    expect(since().filter(({ kind }) => kind === 'element').length).toBeLessThanOrEqual(20);
  });

  test('has 10,000 fields, half of them passwords, and changes them all the time', async () => {
    await visit('/many');
    await focus(page, 'plain');
    await page.type('ok');
    await settle(page);

    // More secret names than are remembered: of the others, too, nothing is known.
    expect(keysSince()).toMatch(/^(ok|··)$/);
  });

  test('has its fields in shadow trees, open and closed', async () => {
    await visit('/shadow');
    for (const root of [0, 1]) {
      await page.key('Escape');
      await page.run(`focusIn(${root}, '.t')`);
      await page.type('t');
      await page.run(`focusIn(${root}, '.p')`);
      await page.type('p');
    }
    await page.run('show()');
    for (const root of [0, 1]) {
      await page.run(`focusIn(${root}, '.p')`);
      await page.type('s');
    }
    await settle(page);

    await expectKeys('t·t···');
  });

  test('draws its own field: nothing of what is typed there is known', async () => {
    await visit('/drawn');
    await focus(page, 'drawn');
    await page.type('q');
    await page.key('Enter');
    await focus(page, 'rich');
    await page.type('w');
    await settle(page);

    await expectKeys('·Enterw');
  });

  test('has frames of others: of a site that is not listed nothing, of a listed one what it says of itself', async () => {
    await visit('/frames');
    const frame = async (url: string) => {
      const { targetId } = await until(url, async () =>
        (await browser.targets()).find((one) => one.type === 'iframe' && one.url === url),
      );
      return browser.attach(targetId);
    };
    const other = await frame('https://other.example.net/editor');
    const docs = await frame('https://docs.example.org/editor');
    for (const one of [other, docs]) {
      for (const id of ['bare', 'said', 'in']) {
        await focus(one, id);
        await one.type('q');
      }
    }
    // A frame without an address of its own is nobody's.
    await page.run('frames[2].document.getElementById("in").focus()');
    await page.type('n');
    await page.run('frames[2].document.activeElement.blur(); window.focus()');
    await settle(page);

    expect(new Set(since().map(({ app }) => app))).toEqual(new Set(['crm.example.com', 'docs.example.org']));
    await expectKeys('·qq');
  });

  test('finds nothing of the extension: no resource, no answer, no name', async () => {
    await visit('/form');
    const found = await page.run<unknown>(`(async () => {
      const of = 'chrome-extension://${EXTENSION_ID}/';
      const read = (name) => fetch(of + name).then(() => 'read', () => 'refused');
      const asked = typeof chrome === 'undefined' || !chrome.runtime?.connect ? 'no way' : await new Promise((resolve) => {
        const port = chrome.runtime.connect('${EXTENSION_ID}', { name: 'page' });
        port.onDisconnect.addListener(() => resolve('no way')); port.onMessage.addListener((told) => resolve(told)); });
      const heard = await new Promise((resolve) => { addEventListener('message', ({ data }) => data !== 'mine' && resolve(data));
        postMessage('mine', '*'); setTimeout(() => resolve('nothing'), 1500); });
      return [...await Promise.all(['manifest.json', 'page.js', 'popup.html'].map(read)), asked, heard,
        Object.getOwnPropertyNames(window).filter((name) => /sluice/i.test(name)).length, document.querySelectorAll('[data-sluice],[sluice]').length];
    })()`);

    expect(found).toEqual(['refused', 'refused', 'refused', 'no way', 'nothing', 0, 0]);
  });
});
