import { describe, expect, test } from '@jest/globals';
import { DETECTORS } from '../../../redaction/detectors/index.ts';
import { Scanner } from '../../../redaction/scan.ts';
import { Tokens } from '../../../redaction/text/tokens.ts';
import { readInputs } from './pattern-inputs.ts';
import { textForms } from './text-forms.ts';

/** For detectors whose values are in none of the sets. */
const OTHERS = [
  'bic DEUTDEFF500',
  'zip code 94110',
  'curl -u me:hunter2 https://x.example',
  'the code is 582913',
  'my W2 form came',
  'Steuernummer 12/345/67890',
  'id A123456(3)',
  'RUT 12.345.670-K',
  'my card number is four one one one one one one one one one one one one one one one',
  'phone plus four nine three oh nine oh one eight two oh',
  `card ${'four one one one '.repeat(4).trim()}`,
  'four one one one '.repeat(4),
  'four '.repeat(3) + 'one one one one '.repeat(3),
  'call me at oh two oh seven nine four six oh nine five eight',
  'ssn five three six nine oh four three nine nine',
  "CREATE USER a IDENTIFIED BY 'larch'; ops@kestrel.example / Maple#5520x",
  'surname;city;mobile;bsn\nVermeij;Goes;07700 900318;315071072',
  'surname;gross;salary;plate;badge;password\nVermeij;1;3100;87-BXK-2;0417;larch9',
  'kundennummer 7730194, tk-live-8Vq3ZmNx05LrTy, GK-417-ZB, 19-2000145399/0800, Möhrle & Tschirch OHG, curl -u tbrannigan x',
  'Frau Dr. Vogt, user tbrannigan',
  'gate code is 4471#, his wife Pearl, ext. 6142, /home/tbrannigan/notes, Bakkerij Osei, the lorry, reg N204 FTB',
  'reji03 / Onigiri+ume8 logged in, tried Pushback!22',
  'the code is four four one nine, call nul zes eenenveertig tweeëntachtig dertig zeventien',
  'Netto in busta: € 1.633,27\nLine manager: Hazel Otis\nAddress: 9 Tanyard Close\nGeburtsort: Mekelle\nEmployer: Lowfell Ltd\nTarga: GK 418 TR',
];

/** What each detector emits in all of the texts, by its name. */
function emittedTypes(): Map<string, Set<string>> {
  const emitted = new Map<string, Set<string>>(DETECTORS.map(({ name }) => [name, new Set()]));
  const listening = DETECTORS.map((detector) => ({
    ...detector,
    examine: (...[text, start, end, , digits]: Parameters<typeof detector.examine>) =>
      detector.examine(text, start, end, (_from, _to, type) => emitted.get(detector.name)!.add(type), digits),
  }));
  const scanner = new Scanner(listening);
  const tokens = new Tokens();
  const forms = [...textForms(5, 6).values()].flat().map(({ text }) => text);
  for (const text of [...OTHERS, ...[...readInputs().values()].flat(), ...forms]) {
    tokens.read(text);
    scanner.scan(text, tokens, () => {});
  }
  return emitted;
}

describe('the catalogue of detectors', () => {
  test('names are unique and plain, and each says where its rules come from', () => {
    const names = DETECTORS.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][a-z-]*[a-z]$/.test(name))).toEqual([]);
    expect(DETECTORS.filter(({ source }) => source.length < 10).map(({ name }) => name)).toEqual([]);
  });

  test('each emits the types that it lists, and no other', () => {
    const emitted = emittedTypes();

    for (const { name, types } of DETECTORS) {
      expect([name, ...[...emitted.get(name)!].sort()]).toEqual([name, ...[...types].sort()]);
    }
  });
});
