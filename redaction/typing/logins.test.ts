import { describe, expect, test } from '@jest/globals';
import { loginsIn } from './logins.ts';
import { loose, type Said } from './said.ts';

/** `¬` goes on in another field, `†` is a character that was deleted again, `^` one that was taken for a command. */
function said(typed: string): Said[] {
  let field = 0;
  return [...typed].flatMap((sign, event): Said[] => {
    if (sign === '¬') field++;
    if (sign === '¬') return [];
    const cell = loose(sign, event);
    if (sign === '†') cell.live = false;
    return [{ cell, command: sign === '^', field: `${field}`, modal: false }];
  });
}
const logins = (typed: string): string[] =>
  loginsIn(said(typed)).map((cells) => cells.map(({ text }) => text).join(''));

describe('a password that nothing announces', () => {
  test.each([
    ['behind an address it is any word that Enter ends', 'jane@example.com\tsunshine\n', ['sunshine']],
    ['and where Enter stands between, too', 'jane@example.com\nsunshine\n', ['sunshine']],
    ['that nothing ends it must look like one', 'jane@example.com\tsunshine', []],
    ['and does by a sign', 'jane@example.com\tsun-shine', ['sun-shine']],
    ['that another field ends, too', 'jane@example.com¬sunshine¬x', []],
    ['with a digit', 'jane@example.com¬sunshine7¬x', ['sunshine7']],
    ['behind a name only what no word is', 'jane\tsunshine\n', []],
    ['a digit at its end', 'jane\tsunshine7\n', ['sunshine7']],
    ['a digit inside', 'jane\tsun7shine\n', ['sun7shine']],
    ['a capital inside', 'jane\tsunShine\n', ['sunShine']],
    ['none at its begin alone', 'jane\tSunshine\n', []],
    ['a sign inside', 'jane\tsun+shine\n', ['sun+shine']],
    ['punctuation inside', 'jane\tsun,shine\n', ['sun,shine']],
    ['none at its end alone', 'jane\tsunshine!\n', []],
    ['behind a name in a field of its own', 'jane¬sun7shine', ['sun7shine']],
    ['not in the line below a name: that is a text', 'jane\nsun7shine\n', []],
    ['not where Tab ends it: more is filled in', 'jane\tsun7shine\tmore', []],
    ['not of two words', 'jane\tsun7 shine\n', []],
    ['not of three characters', 'jane\ta7c\n', []],
    ['of four', 'jane\ta7cd\n', ['a7cd']],
    ['of 64', `jane\t${'a7'.repeat(32)}\n`, ['a7'.repeat(32)]],
    ['not of 65', `jane\t${'a7'.repeat(32)}b\n`, []],
    ['not what is an address itself', 'jane\tdoe@example.com\n', []],
    ['nor what stands first', 'sun7shine\n', []],
    ['behind a name with spaces around it', ' jane \tsun7shine\n', ['sun7shine']],
    ['behind an address with spaces around it', ' jane@example.com \tsunshine\n', ['sunshine']],
    ['not behind two words', 'jane doe\tsun7shine\n', []],
    ['not behind one letter', 'j\tsun7shine\n', []],
    ['behind two', 'jd\tsun7shine\n', ['sun7shine']],
    ['behind 64', `${'j'.repeat(64)}\tsun7shine\n`, ['sun7shine']],
    ['not behind 65', `${'j'.repeat(65)}\tsun7shine\n`, []],
    ['behind signs of accounts', 'jane.doe_x+y-7\tsun7shine\n', ['sun7shine']],
    ['not behind others', 'jane/doe\tsun7shine\n', []],
    ['not behind what has two at signs', 'jane@doe@example.com\tsunshine\n', []],
    ['not behind one with nothing before it', '@example.com\tsunshine\n', []],
    ['an empty field between is none', 'jane\t\tsun7shine\n', ['sun7shine']],
    ['what was deleted is no part of it', 'ja†ne\tsun†7shine\n', ['sun7shine']],
    ['nor are commands', 'ja^ne\tsun^7shine\n', ['sun7shine']],
    ['each of two', 'jane\tsun7shine\njoe@example.com\tmoonlight\n', ['sun7shine', 'moonlight']],
    ['nothing of nothing', '', []],
  ])('%s: %j', (_, typed, expected) => {
    expect(logins(typed)).toEqual(expected);
  });

  test('is given as the cells that say it', () => {
    const events = loginsIn(said('jane\tsun†7shine\n')).map((cells) => cells.map(({ event }) => event));

    expect(events).toEqual([[5, 6, 7, 9, 10, 11, 12, 13, 14]]);
  });
});
