import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BrowserDesk, CRM, startBrowserDesk } from '../../../test/fixtures/browser-desk.ts';
import { describeDesktop, until } from '../../../test/fixtures/desktop.ts';
import type { EventKind } from '../../../wire/event.ts';

/** The extension in a real Chromium, the agent that it starts, and a server on loopback that answers as the control plane and as Kinesis do. */

describeDesktop('the browser collector, in Chromium', ['chromium'], () => {
  let desk: BrowserDesk;
  let cloud: BrowserDesk['cloud'];
  let browser: BrowserDesk['browser'];
  let stored: BrowserDesk['stored'];
  let presses: BrowserDesk['presses'];
  let typed: BrowserDesk['typed'];
  let settle: BrowserDesk['settle'];
  let focus: BrowserDesk['focus'];

  beforeAll(async () => {
    desk = await startBrowserDesk();
    ({ cloud, browser, stored, presses, typed, settle, focus } = desk);
  }, 120_000);
  afterAll(() => desk?.end());

  const all = () => JSON.stringify(cloud.stored());

  test('what is typed arrives, sealed; of a password nothing but that keys were pressed', async () => {
    const page = await desk.recorded(`${CRM}/form?customer=42#notes`);
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
    expect(all()).not.toContain('hunter');
    expect(all()).not.toContain('customer=42');
    expect(all()).not.toContain('#notes');
    expect(presses()[0]).toEqual(
      expect.objectContaining({ app: 'crm.example.com', key: 'a', code: 'KeyA', class: 'letter', fieldType: 'text' }),
    );
    expect(presses()[4]).toEqual(expect.objectContaining({ class: 'letter', fieldType: 'password' }));
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
});
