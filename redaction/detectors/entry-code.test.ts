import { describe, expect, test } from '@jest/globals';
import { entryCode } from './entry-code.ts';
import { found } from './found.ts';

describe('codes that open something', () => {
  test.each([
    ['Gate code for the weighbridge is 4471#', ['4471#']],
    ['the alarm code, changed to 8052', ['8052']],
    ['Dial-in, PIN 70 41 93.', ['70 41 93']],
    ['Einwahl und PIN 884 019', ['884 019']],
    ['schlüsseltresor war 3907 oder?', ['3907']],
    ['a kod do bramy? stary nie działa\n7702#', ['7702#']],
    ['mikä varaston koodi oli\n2816', ['2816']],
    ['dile q el portero automático ahora es 5093* pls', ['5093*']],
    ['Codice cancello 6628. Portare i DPI', ['6628']],
    ['κωδικός πόρτας;\n9146 νομίζω', ['9146']],
    ['仓库门禁密码多少来着\n4096#', []],
    ['창고 비번 뭐였죠\n7718*', ['7718*']],
  ])('%j', (text, values) => {
    expect(found(entryCode, text)).toEqual(values);
  });

  test.each([
    'the gate returned error code 4471',
    'door to door, post code 10115',
    'the code for the garage door opener has 4000 lines',
    'review the code\n4471 lines changed',
    'Codice fiscale della porta 12345',
    'gate code is secret',
    'pin the version to 12.4',
  ])('%j is none', (text) => {
    expect(found(entryCode, text)).toEqual([]);
  });
});
