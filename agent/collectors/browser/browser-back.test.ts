import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BrowserRig, startBrowserRig } from '../../../test/fixtures/browser-rig.ts';
import { describeDesktop, until } from '../../../test/fixtures/desktop.ts';
import type { KeyEvent } from '../../../wire/event.ts';

/** A page that Chromium kept whole while another one was shown, and gave back. */

const CRM = 'https://crm.example.com';
const KEPT = `<!doctype html><title>Kept</title><input id=name>
<script>window.addEventListener('pageshow', (event) => { window.cameBack = event.persisted });</script>`;

describeDesktop('a page out of the browser’s cache, in Chromium', ['chromium'], () => {
  let rig: BrowserRig;

  beforeAll(async () => {
    const pages = { 'crm.example.com/kept': KEPT, 'crm.example.com/other': '<!doctype html><title>Other</title>' };
    rig = await startBrowserRig({ pages, applications: { 'crm.example.com': { keys: 'content' } } });
  }, 120_000);
  afterAll(() => rig?.end());

  const typed = () =>
    rig.cloud
      .stored()
      .filter((one): one is KeyEvent => one.kind === 'key' && one.type === 'keydown')
      .map(({ key }) => key ?? '·')
      .join('');
  const typedInto = async (page: Awaited<ReturnType<BrowserRig['recorded']>>, letter: string) => {
    await page.run('document.getElementById("name").focus()');
    await page.type(letter);
    await until(`the letter ${letter}`, () => (typed().includes(letter) ? true : undefined));
  };

  test('is recorded on, and a stop stops it again', async () => {
    const page = await rig.recorded(`${CRM}/kept`);
    await typedInto(page, 'a');
    await page.goto(`${CRM}/other`);

    await page.run('setTimeout(() => history.back())');
    await until('the page that was kept', () =>
      page.run<boolean>('location.pathname === "/kept" && window.cameBack === true').then(
        (came) => came || undefined,
        () => undefined,
      ),
    );
    await typedInto(page, 'b');
    await rig.agent('pause');
    await until('the pause', async () => {
      await page.type('x');
      const before = typed().length;
      await new Promise((resolve) => setTimeout(resolve, 500));
      await page.type('x');
      await new Promise((resolve) => setTimeout(resolve, 500));
      return typed().length === before ? true : undefined;
    });
    const before = typed();
    await page.type('zzz');
    await rig.agent('resume');
    await until('that it goes on', async () => {
      await page.type('c');
      return typed().includes('c') ? true : undefined;
    });

    expect(before).toMatch(/^ab/);
    expect(typed()).not.toContain('z');
    await page.close();
  }, 120_000);
});
