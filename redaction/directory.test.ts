import { describe, expect, test } from '@jest/globals';
import { Directory } from './directory.ts';
import { Tokens } from './text/tokens.ts';

describe('the directory', () => {
  const people = [['Jane van Doe', 'jdoe42', 'jane.doe@corp.example'], ['Zoë Müller', 'Al'], ['José']];
  const find = (text: string, directory = new Directory(people)): string[] => {
    const tokens = new Tokens();
    tokens.read(text);
    const out: string[] = [];
    directory.scan(text, tokens, (start, end) => out.push(text.slice(start, end)));
    return out;
  };

  test.each([
    ['ask Jane van Doe today', ['Jane van Doe']],
    ['DOE, JANE VAN', ['DOE, JANE VAN']],
    ['Jane Doe and jdoe42', ['Jane Doe', 'jdoe42']],
    ['Doe, Jane', ['Doe, Jane']],
    ['zoe muller or Müller Zoë', ['zoe muller', 'Müller Zoë']],
    ['to JANE.DOE@corp.example', ['JANE.DOE@corp.example']],
    ['jose was here', ['jose']],
    ['Jane\nDoe', []],
    ['Jane said Doe', []],
    ['Al is short', []],
    ['Jane', []],
    ['Doe van Jane', []],
    ['van Doe', []],
    ['Jane -- Doe', []],
    ['Jane - Doe', ['Jane - Doe']],
    ['corp.example', []],
    ['jane.doe@corp', ['jane.doe']],
    ['call jdoe42, jdoe42 and JDOE42', ['jdoe42', 'jdoe42', 'JDOE42']],
    ['Jane van Doe Jane Doe', ['Jane van Doe', 'Jane Doe']],
  ])('%j', (text, expected) => {
    expect(find(text)).toEqual(expected);
  });

  test('a name of many words is known by its first eight', () => {
    const words = 'one two three four five six seven eight nine ten'.split(' ');
    const long = new Directory([[words.join(' ')]]);
    expect(find(words.join(' '), long)).toEqual([words.slice(0, 8).join(' ')]);
    expect(find(words.slice(0, 7).join(' '), long)).toEqual([]);
  });

  test.each([
    ['abcd', ['abcd']],
    ['abc', []],
    ['(abc)', []],
    ['', []],
    ['a b', ['a b']],
    ['...', []],
  ])('an entry %j is found as %j', (entry, expected) => {
    expect(find(`is ${entry} in`, new Directory([[entry]]))).toEqual(expected);
  });

  test('an e-mail is no name: not found the other way round', () => {
    expect(find('corp.jane and example corp jane', new Directory([['jane@corp', 'jane@corp.example']]))).toEqual([]);
    const one = new Directory([['jane@corp.example']]);
    expect(find('example jane corp\njane example\nexample jane\njane@corp.example', one)).toEqual([
      'jane@corp.example',
    ]);
  });

  test('a name of three words is found in its four usual orders, one of four words in its own', () => {
    const three = new Directory([['Ann Bea Cox']]);
    expect(find('Ann Bea Cox; Ann Cox; Cox, Ann; Cox, Ann Bea', three)).toEqual([
      'Ann Bea Cox',
      'Ann Cox',
      'Cox, Ann',
      'Cox, Ann Bea',
    ]);
    expect(find('Bea Cox\nAnn Bea\nCox Bea\nCox Bea Ann', three)).toEqual([]);

    const four = new Directory([['Ann Bea Cox Dow']]);
    expect(find('Ann Bea Cox Dow; Ann Dow; Dow, Ann', four)).toEqual(['Ann Bea Cox Dow']);
  });

  test('the same entry twice is one, and people who share words are two', () => {
    expect(find('Ann Cox, Ann Dow, Bob Cox', new Directory([['Ann Cox', 'Ann Cox'], ['Ann Dow']]))).toEqual([
      'Ann Cox',
      'Ann Dow',
    ]);
  });

  test('ten thousand people are told from ten thousand others', () => {
    const name = (i: number): string => `p${i.toString(36)}x q${(i * 7919).toString(36)}y`;
    const large = new Directory(Array.from({ length: 10_000 }, (_, i) => [name(i)]));
    const tokens = new Tokens();
    let right = 0;
    let wrong = 0;
    for (let i = 0; i < 20_000; i++) {
      tokens.read(name(i));
      large.scan(name(i), tokens, () => (i < 10_000 ? right++ : wrong++));
    }
    expect([right, wrong]).toEqual([10_000, 0]);
    expect(large.size).toBe(10_000);
  });

  test('counts its people, and an empty one finds nothing', () => {
    expect(new Directory(people).size).toBe(3);
    expect(new Directory([]).size).toBe(0);
  });
});
