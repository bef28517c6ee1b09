import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { spokenRow } from './spoken-row.ts';

describe('numbers read out', () => {
  test.each([
    'oh seven seven hundred nine hundred one five two',
    'seis cinco cinco cuarenta y uno ochenta y dos setenta y tres',
    'zéro six trente-neuf quatre-vingt-dix-huit zéro sept cinquante-deux',
    'tre tre nove quarantuno ottantadue settecentotrentanove',
    'nove um seis quatro um oito dois sete três',
    'nul zes eenenveertig tweeëntachtig dertig zeventien',
    'pięćset dwa dziewięćset siedem sto czternaście',
    'šest set tři dvacet čtyřicet jedna sedmdesát tři',
    'восемь девятьсот три двести семь сорок один восемнадцать',
    'нуль шістдесят сім двадцять сорок один сімдесят три',
    'sıfır beş yüz otuz iki yirmi kırk bir on sekiz',
    'nolla neljäviisi neljä yksi kahdeksan kaksi seitsemän',
    'εξήντα εννιά εβδομήντα τέσσερα δεκαοχτώ είκοσι εφτά τριάντα',
    'नौ आठ चार एक आठ दो सात तीन नौ शून्य',
    'zero six, thirty nine, forty two, one eight',
  ])('%s', (row) => {
    expect(found(spokenRow, `x ${row} y`)).toEqual([row]);
    expect(spansOf(spokenRow, `x ${row} y`)[0]!.type).toBe('PHONE');
  });

  test.each([
    ['the code is four four one nine', 'four four one nine'],
    ['heslo je nula sedm dva šest', 'nula sedm dva šest'],
    ['parola kırk dört on yedi', 'kırk dört on yedi'],
  ])('a code: %s', (text, row) => {
    expect(found(spokenRow, text)).toEqual([row]);
    expect(spansOf(spokenRow, text)[0]!.type).toBe('PASSWORD');
  });

  test.each([
    'uno due tre quattro cinque sei sette',
    'one two three four five six',
    'vier mal drei ist zwölf',
    'sei un amico, due di noi',
    'four four one nine',
    'twenty five or six',
    'en to og tre',
  ])('nothing in %j', (text) => {
    expect(found(spokenRow, text)).toEqual([]);
  });
});
