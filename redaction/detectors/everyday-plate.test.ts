import { describe, expect, test } from '@jest/globals';
import { everydayPlate } from './everyday-plate.ts';
import { found } from './found.ts';

describe('plates beside a vehicle', () => {
  test.each([
    ['der Kunde mit dem HH-KR 4172 steht vorm Tor', ['HH-KR 4172']],
    ['hay un camión matrícula 4172 KLB bloqueando', ['4172 KLB']],
    ['il furgone GK 418 TR ha la spia accesa', ['GK 418 TR']],
    ['de chauffeur van V-418-KX staat bij dock 3', ['V-418-KX']],
    ['kierowca z WGM 41K8 czeka', ['WGM 41K8']],
    ['kuski autosta KRT-418 kyselee', ['KRT-418']],
    ['машина К418ТН 152 встала', ['К418ТН 152']],
    ['το φορτηγό ΙΚΝ 4187 κλείνει', ['ΙΚΝ 4187']],
    ['the lorry, reg N204 FTB', ['N204 FTB']],
  ])('%j', (text, values) => {
    expect(found(everydayPlate, text)).toEqual(values);
  });

  test.each(['part HH-KR 4172 arrived', 'the truck weighs 4172 kg', 'driver version 12.4.1', 'van in 2024'])(
    '%j holds none',
    (text) => {
      expect(found(everydayPlate, text)).toEqual([]);
    },
  );
});
