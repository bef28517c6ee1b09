import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Chromium, type Page, startChromium, startSites } from '../../../test/fixtures/chromium.ts';
import { describeDesktop, until } from '../../../test/fixtures/desktop.ts';
import { EVENT_FIELDS, type Event, type EventKind, type EventOf } from '../../../wire/event.ts';
import { type FakeCloud, startFakeCloud } from '../../sdk/testing-cloud.ts';
import { buildExtension } from './build-extension.ts';

/** The extension in a real Chromium, the agent that it starts, and a server on loopback that answers as the control plane and as Kinesis do. */

const main = fileURLToPath(new URL('../../bin/sluice-agent.ts', import.meta.url));

const CRM = 'https://crm.example.com';
const FORM = `<!doctype html><title>Customers</title>
<input id=name aria-label="Full name" autofocus><input id=secret type=password><input id=card autocomplete="cc-number">
<button id=save>Save</button>`;

const PAGES: Record<string, string> = {
  'crm.example.com/form': FORM,
  'other.example.net/form': FORM,
};

describeDesktop('the browser collector, in Chromium', ['chromium'], () => {
  let cloud: FakeCloud;
  let sites: Awaited<ReturnType<typeof startSites>>;
  let browser: Chromium;
  let home: string;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'sluice-browser-'));
    cloud = await startFakeCloud();
    cloud.grant = {
      filter: {
        program: 'test',
        disclosure: '1.0',
        kinds: { ...EVENT_FIELDS },
        applications: { 'crm.example.com': { keys: 'content' }, 'sluice-agent': { keys: 'class' } },
      },
      flush: { seconds: 0.2, bytes: 262_144, spoolBytes: 10_000_000, eventsPerMinute: 6000 },
    };
    sites = await startSites((host, path) => PAGES[`${host}${path}`]);
    const env = { PATH: process.env.PATH, HOME: home, SLUICE_TOKEN: 'token-1', AWS_ENDPOINT_URL_KINESIS: cloud.url };
    const of = ['--api', cloud.url, '--device', 'laptop-7-browser', '--state', join(home, 'state')];
    const agent = (...args: string[]) => promisify(execFile)(process.execPath, [main, ...args, ...of], { env });
    await agent('enrol');
    await agent('install', '--browser');
    const extension = join(home, 'extension');
    mkdirSync(extension);
    await buildExtension(extension);
    const { AWS_ENDPOINT_URL_KINESIS } = env;
    browser = await startChromium({ home, extension, port: sites.port, env: { AWS_ENDPOINT_URL_KINESIS } });
    await until('an agent that records', () => (cloud.requests.length > 0 ? true : undefined));
  }, 120_000);
  afterAll(async () => {
    await browser?.end();
    sites?.close();
    await cloud?.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });

  const stored = <K extends EventKind>(kind: K) =>
    cloud.stored().filter((one): one is Event & EventOf<K> => one.kind === kind);
  const presses = () => stored('key').filter(({ type }) => type === 'keydown');
  const typed = () =>
    presses()
      .map(({ key }) => key ?? '·')
      .join('');
  /** Loaded again until it records there: which sites are listed, the agent says a moment after the browser has started. */
  async function recorded(url: string): Promise<Page> {
    const page = await browser.open(url);
    await until(`a recording of ${url}`, async () => {
      const before = cloud.stored().length;
      await page.goto('about:blank');
      await page.goto(url);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return cloud.stored().length > before ? true : undefined;
    });
    return page;
  }

  test('what is typed arrives, sealed; of a password nothing but that keys were pressed', async () => {
    const page = await recorded(`${CRM}/form?customer=42#notes`);
    await page.run('document.getElementById("name").focus()');
    await page.type('ada');
    await page.run('document.getElementById("secret").focus()');
    await page.type('hunter');
    await page.run('document.getElementById("card").focus()');
    await page.type('4111');
    await page.run('document.getElementById("name").focus()');
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
});
