import { expect, test } from '@jest/globals';
import { formsOf, type Kind } from './inflection.ts';

test.each<[string, Kind, string, string[]]>([
  ['cs', 'first', 'Honza', ['Honzovi', 'Honzu', 'Honzou']],
  ['cs', 'last', 'Nováková', ['Novákové', 'Novákovou']],
  ['cs', 'city', 'Praha', ['Prahy', 'Praze', 'Prahu']],
  ['pl', 'first', 'Zośka', ['Zośki', 'Zośce', 'Zośkę']],
  ['pl', 'last', 'Lewandowski', ['Lewandowskiego', 'Lewandowskiemu']],
  ['ru', 'first', 'Серёга', ['Серёги', 'Серёге', 'Серёгу']],
  ['ru', 'last', 'Иванов', ['Иванова', 'Ивановым']],
  ['ru', 'city', 'Казань', ['Казани']],
  ['uk', 'first', 'Наталка', ['Наталки', 'Наталці', 'Наталку']],
  ['uk', 'city', 'Львів', ['Львова', 'Львові']],
  ['fi', 'first', 'Mikko', ['Mikon', 'Mikolle']],
  ['fi', 'last', 'Virtanen', ['Virtasen', 'Virtaselle']],
  ['fi', 'city', 'Helsinki', ['Helsingin', 'Helsingissä']],
  ['hu', 'first', 'Péter', ['Péternek', 'Péterrel']],
  ['tr', 'first', 'Ayşe', ['Ayşeye', 'Ayşenin']],
  ['el', 'first', 'Γιώργος', ['Γιώργο', 'Γιώργου']],
  ['ro', 'first', 'Andreea', ['Andreei']],
])('%s: forms of the %s %s', (code, kind, name, forms) => {
  expect(formsOf(code, kind, name)).toEqual(expect.arrayContaining(forms));
});

test.each(['x', 'Al', 'van Dijk', 'USA'])('of %j there are none', (name) => {
  expect(formsOf('cs', 'first', name)).toEqual([]);
});
