import { describe, expect, test } from '@jest/globals';
import { found } from './found.ts';
import { phoneExtension } from './phone-extension.ts';

describe('extensions within a house', () => {
  test.each([
    ['call Thi Nguyen ext. 6142 before two', ['6142']],
    ['(Samanta Bassi, int. 318)', ['318']],
    ['wew. 514, po 15', ['514']],
    ['dahili 206.', ['206']],
    ['εσωτ. 233', ['233']],
    ['tst. 2231', ['2231']],
    ['تحويلة 314', ['314']],
    ['एक्सटेंशन 241', ['241']],
  ])('%s', (text, values) => {
    expect(found(phoneExtension, text)).toEqual(values);
  });

  test.each(
    [
      'ext|extn|extension|int.|interno|wew|wewn.|wewnętrzny|dahili|Durchwahl|Nebenstelle|DW|app.|tst|toestel|poste|ramal',
      'anknytning|linka|klapka|alanumero|εσωτ|εσωτερικό',
      'доб.|вн.|внутр.|внутренний|内線|分机|内线|내선|تحويلة|एक्सटेंशन|เบอร์ภายใน|ต่อ',
    ].flatMap((language) => language.split('|')),
  )('%s', (called) => {
    for (const joined of [' ', ': ', ' nr. ', ' nr ', ' n° ', ' nº ', '..'])
      expect(found(phoneExtension, `${called}${joined}3180`)).toEqual(['3180']);
    expect(found(phoneExtension, `${called} 318`)).toEqual(['318']);
    expect(found(phoneExtension, `${called} 31805, Ada`)).toEqual(['31805']);
    expect(found(phoneExtension, `${called} 31`)).toEqual([]);
    expect(found(phoneExtension, `${called} 318051`)).toEqual([]);
    expect(found(phoneExtension, `${called}    318`)).toEqual([]);
    expect(found(phoneExtension, `${called} 318%`)).toEqual([]);
    expect(found(phoneExtension, `${called} and 318`)).toEqual([]);
  });

  test.each(
    'text|extra|print.|pinterno|internos|newew|adahili|durchwahlen|adw|dwa|lapp.|tsts|xtst|posted|riposte|ramalx|linkas|hlinka'.split(
      '|',
    ),
  )('%s 318 is none', (word) => {
    expect(found(phoneExtension, `${word} 318`)).toEqual([]);
  });

  test.each(['int 318 in C', 'next 206 rows', 'ext. 40% more', 'ext. 12345678'])('%s is none', (text) => {
    expect(found(phoneExtension, text)).toEqual([]);
  });
});
