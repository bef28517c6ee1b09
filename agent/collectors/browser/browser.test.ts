import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { PAGES } from '../../../test/fixtures/browser-pages.ts';
import { type BrowserRig, startBrowserRig } from '../../../test/fixtures/browser-rig.ts';
import type { Chromium, Page } from '../../../test/fixtures/chromium.ts';
import { describeDesktop, until } from '../../../test/fixtures/desktop.ts';
import type { Event, EventKind, EventOf, KeyEvent } from '../../../wire/event.ts';
import type { FakeCloud } from '../../sdk/testing-cloud.ts';
import { EXTENSION_ID } from './protocol.ts';

/** The extension in a real Chromium, the agent that it starts, and a server on loopback that answers as the control plane and as Kinesis do. */

const CRM = 'https://crm.example.com';
const POPUP = `chrome-extension://${EXTENSION_ID}/popup.html`;

describeDesktop('the browser collector, in Chromium', ['chromium'], () => {
  let rig: BrowserRig;
  let cloud: FakeCloud;
  let browser: Chromium;
  let agent: BrowserRig['agent'];

  beforeAll(async () => {
    rig = await startBrowserRig({
      pages: PAGES,
      applications: {
        'crm.example.com': { keys: 'content' },
        'docs.example.org': { keys: 'content' },
        'hr.example.com': { keys: 'content', pages: ['/open/*', '/form'] },
      },
    });
    ({ cloud, browser, agent } = rig);
  }, 120_000);
  afterAll(() => rig?.end());

  const stored = <K extends EventKind>(kind: K) =>
    cloud.stored().filter((one): one is Event & EventOf<K> => one.kind === kind);
  /** Without Escape, which is pressed in between. */
  const presses = () => stored('key').filter(({ type, class: of }) => type === 'keydown' && of !== 'other');
  const typed = () =>
    presses()
      .map(({ key }) => key ?? '·')
      .join('');
  const rest = () => new Promise((resolve) => setTimeout(resolve, 100));
  /** Settled: what was captured until now is stored, since what is pressed now is. Pressed again where a page was not recorded yet. */
  async function settle(page: Page) {
    const count = stored('key').length;
    const arrived = () =>
      stored('key').filter((key, at) => at >= count && key.class === 'function' && key.type === 'keydown').length;
    let pressed = 0;
    await until('the key that was pressed last', async () => {
      await page.key('F9');
      pressed++;
      for (let looks = 0; looks < 20 && arrived() === 0; looks++) await rest();
      return arrived() > 0 ? true : undefined;
    });
    // One that was pressed again and comes late would be taken for the next test's.
    for (let looks = 0; looks < 20 && arrived() < pressed; looks++) await rest();
  }
  /** As people do: who goes to another field presses, or goes on. */
  async function focus(page: Page, id: string) {
    await page.key('Escape');
    await page.run(`document.getElementById(${JSON.stringify(id)}).focus()`);
  }
  const all = () => JSON.stringify(cloud.stored());

  test('what is typed arrives, sealed; of a password nothing but that keys were pressed', async () => {
    const page = await rig.recorded(`${CRM}/form?customer=42#notes`);
    await focus(page, 'name');
    await page.type('ada');
    await focus(page, 'secret');
    await page.type('hunter');
    await focus(page, 'card');
    await page.type('4111');
    await focus(page, 'name');
    await page.type('z');

    await until('all of it', () => (typed().includes('z') ? true : undefined));

    expect(typed()).toBe('ada··········z');
    const all = JSON.stringify(cloud.stored());
    expect(all).not.toContain('hunter');
    expect(all).not.toContain('customer=42');
    expect(all).not.toContain('#notes');
    expect(presses()[0]).toEqual(
      expect.objectContaining({ app: 'crm.example.com', key: 'a', code: 'KeyA', class: 'letter', fieldType: 'text' }),
    );
    expect(presses()[4]).toEqual(expect.objectContaining({ class: 'letter', fieldType: 'password' }));
  });

  describe('a page that means harm', () => {
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

  test('of a site that is not listed, of a frame in it, and of a private window: nothing', async () => {
    const kept = await browser.open(`${CRM}/form`);
    for (const [url, of] of [
      ['https://other.example.net/form', undefined],
      ['https://other.example.net/around', undefined],
      [`${CRM}/form`, 'private'],
    ] as const) {
      const page = await browser.open(url, of);
      await page.click(20, 20);
      await page.type('private');
      await page.close();
    }
    const inFrame = await browser.open('https://other.example.net/around');
    const { targetId } = await until('the frame', async () =>
      (await browser.targets()).find(({ type, url }) => type === 'iframe' && url === `${CRM}/form`),
    );
    const frame = await browser.attach(targetId);
    await focus(frame, 'name');
    await frame.type('vvv');
    await inFrame.close();
    await settle(kept);
    await kept.close();

    expect(typed()).not.toMatch(/v|private/);
    expect(all()).not.toContain('example.net');
  });

  test('tells the host and the path of a page, never more, and of a site with pages those alone', async () => {
    const salary = await browser.open('https://hr.example.com/salary?who=ada');
    await focus(salary, 'name');
    await salary.type('vvv');
    const page = await browser.open('https://hr.example.com/open/form?token=abc#frag');
    await focus(page, 'name');
    await page.type('uu');
    await page.run('history.pushState({}, "", "/open/other?token=def")');
    await until('the other address', () =>
      stored('window').some(({ url }) => url === 'https://hr.example.com/open/other') ? true : undefined,
    );
    await page.run('history.pushState({}, "", "/salary/42")');
    await page.type('vvv');
    await page.run('history.pushState({}, "", "/open/third")');
    await settle(page);
    await salary.close();
    await page.close();

    expect(typed()).toContain('uu');
    expect(typed()).not.toContain('v');
    expect(all()).not.toMatch(/token|abc|frag|salary|who=/);
    expect(new Set(stored('window').map(({ url }) => url))).toContain('https://hr.example.com/open/form');
  });

  test('what people do in a page arrives as events of the catalogue', async () => {
    const from = cloud.stored().length;
    const page = await browser.open(`${CRM}/form`);
    await page.run('save.getBoundingClientRect().x');
    const [x, y] = await page.run<[number, number]>(
      '(() => { const box = save.getBoundingClientRect(); return [box.x + 5, box.y + 5]; })()',
    );
    await page.click(x, y);
    await focus(page, 'name');
    await page.send('Input.insertText', { text: 'ignored: no person pressed a key' });
    await page.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY: 120 });
    await page.send('Input.imeSetComposition', { text: 'か', selectionStart: 1, selectionEnd: 1 });
    await page.send('Input.insertText', { text: '火' });
    await page.run('navigator.clipboard.writeText("from elsewhere").catch(() => {})');
    await page.send('Input.dispatchKeyEvent', {
      ...{ type: 'keyDown', key: 'v', code: 'KeyV', modifiers: 2 },
      commands: ['paste'],
    });
    await page.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'v', code: 'KeyV', modifiers: 2 });
    await focus(page, 'secret');
    await page.send('Input.dispatchKeyEvent', {
      ...{ type: 'keyDown', key: 'v', code: 'KeyV', modifiers: 2 },
      commands: ['paste'],
    });
    await settle(page);
    await page.close();
    const since = cloud.stored().slice(from);
    const of = <K extends EventKind>(kind: K) => since.filter((one) => one.kind === kind);

    expect(of('element')).toContainEqual(
      expect.objectContaining({ type: 'press', role: 'button', name: 'Save', width: expect.any(Number) }),
    );
    expect(of('element')).toContainEqual(
      expect.objectContaining({ type: 'focus', role: 'textbox', name: 'Full name', fieldType: 'text' }),
    );
    expect(of('click')).toEqual([expect.objectContaining({ button: 0, detail: 1, app: 'crm.example.com' })]);
    expect(of('button').map((one) => 'type' in one && one.type)).toEqual(['pointerdown', 'pointerup']);
    expect(of('scroll')).toContainEqual(expect.objectContaining({ deltaY: 120, deltaMode: 0 }));
    expect(of('pointer').length).toBeGreaterThan(0);
    const edits = of('text').map((one) => ('inputType' in one ? [one.inputType, one.data, one.fieldType] : []));
    expect(edits).toContainEqual(['insertCompositionText', '火', 'text']);
    expect(edits).toContainEqual(['insertFromPaste', 'from elsewhere', 'text']);
    expect(edits).toContainEqual(['insertFromPaste', undefined, 'password']);
    expect(of('window')).toContainEqual(
      expect.objectContaining({ type: 'open', title: 'Customers', url: `${CRM}/form` }),
    );
    expect(JSON.stringify(since)).not.toContain('ignored');
  });

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
    for (const one of [popup, page]) await one.close();
  });
});
