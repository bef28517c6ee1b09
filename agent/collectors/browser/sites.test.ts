import { describe, expect, test } from '@jest/globals';
import { isListed, matchesOf, siteOf } from './sites.ts';

describe('sites', () => {
  const sites = { 'crm.example.com': {}, mousepad: {}, 'org.gnome.gedit': {} };

  test.each([
    ['https://crm.example.com/a?b#c', 'crm.example.com'],
    ['https://crm.example.com:8443/', 'crm.example.com'],
    ['https://CRM.example.com/', 'crm.example.com'],
    ['http://crm.example.com/', undefined],
    ['https://crm.example.com.evil.net/', undefined],
    ['https://sub.crm.example.com/', undefined],
    ['https://evil.net/https://crm.example.com/', undefined],
    ['https://crm.example.com@evil.net/', undefined],
    ['https://mousepad/', undefined],
    ['https://constructor/', undefined],
    ['data:text/html,x', undefined],
    ['about:srcdoc', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s is of %s', (url, app) => {
    expect(siteOf(url, sites)).toBe(app);
  });

  test('the browser lets the script into their pages alone', () => {
    expect(matchesOf(sites)).toEqual(['https://crm.example.com/*', 'https://org.gnome.gedit/*']);
  });

  test('of a site with pages those alone are recorded', () => {
    const cases: [path: string, pages: string[] | undefined, listed: boolean][] = [
      ['/cases/1', ['/cases/*'], true],
      ['/cases', ['/cases/*'], false],
      ['/cases', ['/cases'], true],
      ['/cases/', ['/cases'], false],
      ['/a/cases/1', ['/cases/*'], false],
      ['/a/1/edit', ['/a/*/edit'], true],
      ['/a/edit', ['/a/*/edit'], false],
      ['/x', ['/cases/*', '/x'], true],
      ['/aab', ['/a*ab'], true],
      ['/ab', ['/a*ab'], false],
      ['/whatever', undefined, true],
      [`/${'a'.repeat(50_000)}`, [`/${'a*'.repeat(100)}b`], false],
    ];
    expect(cases.map(([path, pages]) => isListed(path, pages))).toEqual(cases.map(([, , listed]) => listed));
  });
});
