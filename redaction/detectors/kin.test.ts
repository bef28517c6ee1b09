import { describe, expect, test } from '@jest/globals';
import { found } from './found.ts';
import { kin } from './kin.ts';

describe('relatives, neighbours, colleagues', () => {
  test.each([
    ['His wife Pearl collects', ['Pearl']],
    ['Dochter Chantal gebeld', ['Chantal']],
    ['Sohn Thabo Mbeki, tel.', ['Thabo Mbeki']],
    ['opiekuje się wnuczka, Oliwia', ['Oliwia']],
    ['Жене, Дроздовой Марии, даны', ['Дроздовой Марии']],
    ['ο σύζυγός της, Λευτέρης', ['Λευτέρης']],
    ['la moglie Graziella al', ['Graziella']],
    ['hermana Ana de la Cruz', ['Ana de la Cruz']],
  ])('%s', (text, values) => {
    expect(found(kin, text)).toEqual(values);
  });

  test.each([
    'ask your mother on Monday',
    'her brother Monday',
    'fragt die Mutter, Termin morgen',
    'mother. Nadia',
    'the son SAP',
    'Mutter Erde',
    'sister company',
  ])('nobody in %j', (text) => {
    expect(found(kin, text)).toEqual([]);
  });
});

describe('what somebody is to another', () => {
  test.each(
    [
      'wife|husband|son|daughter|brother|mother|father|nephew|aunt|grandson|colleague|neighbour|fiancée',
      'fils|fille|épouse|mari|sœur|mère|père|oncle|collègue|voisine|conjoint|hijo|hermana|tía|abuelo|compañera|vecino|cuñado',
      'figlio|moglie|marito|sorella|nonna|nipote|badante|filho|irmã|mãe|avó|neto|vizinha|zoon|dochter|moeder|buurman',
      'syn|córkę|żonie|mężem|siostra|wnuczka|sąsiadka|dcera|manželka|bratr|babička|soused',
      'сын|дочери|мужа|жене|сестра|внука|сосед|тётя|сменщик|син|доньці|чоловік|дружині|сусідка',
      'oğlu|kızı|eşi|annesi|teyzesi|tytär|vaimo|äiti|naapuri|γιος|κόρη|μητέρα|αδελφός|dotter|syster|søn',
    ].flatMap((words) => words.split('|')),
  )('%s', (word) => {
    expect(found(kin, `${word} Chantal`)).toEqual(['Chantal']);
    expect(found(kin, `${word}, Chantal, hat`)).toEqual(['Chantal']);
    expect(found(kin, `${word}. Chantal`)).toEqual([]);
    expect(found(kin, `${word}: Chantal`)).toEqual([]);
    expect(found(kin, `${word}\nChantal`)).toEqual([]);
  });

  test.each(
    'Sohn Tochter Ehemann Ehefrau Mutter Vater Bruder Schwester Onkel Tante Oma Opa Enkel Enkelin Neffe Nichte Kollege Kollegen Kollegin Nachbar Nachbarin Kamerad Schwager Schwägerin Lebensgefährtin'.split(
      ' ',
    ),
  )('%s, and behind a comma something else', (word) => {
    expect(found(kin, `${word} Chantal`)).toEqual(['Chantal']);
    expect(found(kin, `${word}, Chantal`)).toEqual([]);
  });

  test.each(['του', 'της', 'τους', 'мне', 'его', 'её', 'ее', 'її', 'його', 'jej', 'jego', 'má'])(
    'whose it is: %s',
    (whose) => {
      expect(found(kin, `сестра ${whose} Chantal`)).toEqual(['Chantal']);
      expect(found(kin, `сестра ${whose}, Chantal`)).toEqual(['Chantal']);
    },
  );

  test.each(['Ana de la Cruz', 'Jan van der Berg', 'Ada Bea Cleo', "D'Arcy", 'Anne-Marie', 'Al'])('%s', (name) => {
    expect(found(kin, `wife ${name} and`)).toEqual([name]);
  });

  test.each([
    ['wife Ada Bea Cleo Dora', ['Ada Bea Cleo']],
    ['wife ada', []],
    ['Mutter Teresa-Haus', []],
    ['Vater Kolping-Heim', []],
    ['my sister June', ['June']],
    ['her husband August', ['August']],
    ['their daughter April', ['April']],
    ['his aunt May', ['May']],
    ['Mutter Teresa', ['Teresa']],
    ['wife A', []],
    ['wife ADA', []],
    ['wife  Ada', []],
    ['wife,Ada', []],
    ['midwife Ada', []],
    ['wife Mondays', ['Mondays']],
    ['wife Ada Monday', ['Ada Monday']],
  ])('%j', (text, names) => {
    expect(found(kin, text)).toEqual(names);
  });

  test.each(
    'Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March July September October November December He She The They We You It In On At Nature Christmas Erde Gottes Natur Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Dr Herr Frau Fr Hr Notre Il Elle Nous Vous Je El Ella Lui Lei Ele Ela Hij Zij Ona Он Она Він Вона'.split(
      ' ',
    ),
  )('is not %s', (word) => {
    expect(found(kin, `wife ${word} came`)).toEqual([]);
  });
});
