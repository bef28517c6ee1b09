import { describe, expect, test } from '@jest/globals';
import { everydayPlate } from './everyday-plate.ts';
import { found, spansOf } from './found.ts';

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

  // What is of two signs is a car's model or a road far more often than a part of a plate.
  test.each(['the car is a BMW M3 with winter tyres', 'my car, an Audi A4 TDI', 'the driver took the M4 JCT 12 exit'])(
    '%j names a model or a road',
    (text) => {
      expect(found(everydayPlate, text)).toEqual([]);
    },
  );

  test.each([
    'part HH-KR 4172 arrived',
    'the truck weighs 4172 kg',
    'driver version 12.4.1',
    'van in 2024',
    'reg no 24 827 5437 681',
    'the driver, reg 12-34-56',
  ])('%j holds none', (text) => {
    expect(found(everydayPlate, text)).toEqual([]);
  });
});

/** What is said before a plate, by language. */
const VEHICLES = [
  'the lorry|two lorries|the truck|a van|the car|its reg|the registration|number plate|numberplate|the driver of|vehicle',
  'Kennzeichen|der LKW|der Wagen|Fahrer|der Kunde mit dem|das Auto|Transporter',
  'camion|camión|matrícula|matricula|furgoneta|el coche|conductor|immatriculé|plaque|voiture|fourgon',
  'la targa|furgone|macchina|autista|carrinha|camião|caminhão|o carro|viatura',
  'kenteken|chauffeur|bestelbus|vrachtwagen|rejestracja|kierowca|ciężarówka|aut|auta|samochód',
  'spz|rz|řidič|dodávka|náklaďák|nákladní|autosta|rekisteri|kuski|kuljettaja|pakettiauto',
  'plaka|kamyon|araç|şoför|φορτηγό|πινακίδα|αυτοκίνητο|όχημα',
  'машина|госномер|гос номер|гос. номер|фура|фуры|грузовик|водитель|авто|вантажівка|фургон',
  '车牌|货车|車牌|ナンバー|트럭|차량|차번호|شاحنة|سيارة|لوحة|ट्रक|गाड़ी|वाहन|รถ|ทะเบียน',
  'registrering|bil|bilen|lastbil|rendszám|kamion|inmatriculare|mașina',
].flatMap((language) => language.split('|'));

describe('what a vehicle and its driver are called', () => {
  test.each(VEHICLES)('%s', (vehicle) => {
    expect(found(everydayPlate, `${vehicle} HH-KR 4172`)).toEqual(['HH-KR 4172']);
    expect(found(everydayPlate, `${vehicle.toUpperCase()} HH-KR 4172`)).toEqual(['HH-KR 4172']);
  });

  test.each([
    'vanilla',
    'advan',
    'carpet',
    'oscar',
    'regal',
    'foreg',
    'blkwx',
    'blkw',
    'automatic',
    'tableaut',
    'abrz',
    'rzx',
    'xspz',
    'spzx',
    'subcoche',
    'occarro',
    'starga',
    'yaraç',
    'mobil',
    'bilx',
    'oplaka',
    'subwagen',
    'overtruck',
    'overlorry',
    'xdriver',
    'xvehicle',
    'xsamochód',
    'xautosta',
  ])('%j is none', (word) => {
    expect(found(everydayPlate, `${word} HH-KR 4172`)).toEqual([]);
  });

  test.each([
    ['truck', 28, ['N204 FTB']],
    ['truck', 29, []],
  ])('%s, %d signs before the plate', (vehicle, signs, plates) => {
    expect(found(everydayPlate, `${vehicle}${' '.repeat(signs)}N204 FTB`)).toEqual(plates);
  });

  test.each(['truck\nHH-KR 4172', 'HH-KR 4172 truck', 'truck\r\nHH-KR 4172'])(
    'not in another line, nor behind: %j',
    (text) => {
      expect(found(everydayPlate, text)).toEqual([]);
    },
  );
});

describe('plates of the registers', () => {
  test.each([
    // Germany
    'B-A 1',
    'B A 1',
    'HH-KR 4172',
    'HH-KR4172',
    'HH KR 4172',
    'HH-KR-4172',
    'TÖL-K 417E',
    'TÖL-KR 417H',
    // Britain
    'N204 FTB',
    'N2FTB',
    'N204FTB',
    'LK18 FTB',
    // Spain
    '4172 KLB',
    '4172-KLB',
    '4172KLB',
    // France, Italy
    'GK 418 TR',
    'GK-418-TR',
    'GK418TR',
    // the Netherlands
    'V-418-KX',
    '4-KXB-41',
    '41-KX-8',
    '41-KX-41',
    'KX-418-B',
    'KX-41-BZ',
    // Poland, Czechia
    'WGM 41K8',
    'WGM41K8',
    'WG 41KAB',
    'WA 4172K',
    '4A2 4187',
    '4AB4187',
    // Finland and Sweden
    'KRT-418',
    'KRT 418',
    'KRT418',
    'KRT 41B',
    'ÅKT-41',
    // Turkey
    '34 KR 4172',
    '34KR4172',
    '34 K 41',
    '34 KRT 417',
    // Greece
    'ΙΚΝ 4187',
    'ΙΚΝ-4187',
    'ΙΚΝ4187',
    // Russia and Ukraine
    'К418ТН 152',
    'К 418 ТН 152',
    'К418ТН15',
    'КА 4187 ВН',
    'КА4187ВН',
    // India
    'MH 12 AB 4187',
    'MH-12-AB-4187',
    'MH12AB4187',
    'MH 1 A 4187',
    // Portugal
    '41-KX-87',
    'KX-41-87',
    'KX 41 87',
    '41 87 KX',
    // Denmark
    'KX 41 872',
    'KX41872',
    // Korea, Thailand
    '84가 4187',
    '184가4187',
    '4กข 4187',
    'กข 1',
    'ก 41',
    // read out, Saudi
    'N 204 F T',
    'N 204 F T B',
    'N 2 F T B',
    'ح ك م 4187',
    'ح ك 4',
  ])('%j', (plate) => {
    expect(found(everydayPlate, `truck ${plate} waits`)).toEqual([plate]);
    expect(found(everydayPlate, `(truck ${plate}), 3`)).toEqual([plate]);
  });

  test.each([
    'hh-kr 4172',
    'ABCD-KR 4172',
    'HH-KRT 41725',
    '4172 kg',
    '41 kg',
    'xHH-KR 4172',
    'HH-KR 4172x',
    'HH-KR 4172.5',
    'HH-KR 4172,5',
    'HH-KR 4172:5',
    'HH-KR 4172-5',
    '2024-11-30',
    '12.4.1',
    'ABCDEFG',
  ])('%j is none', (plate) => {
    expect(found(everydayPlate, `truck ${plate} waits`)).toEqual([]);
  });

  test.each([
    ['truck HH-KR 4172.', ['HH-KR 4172']],
    ['CAR 4172', []],
    ['the car CAR 4172', ['CAR 4172']],
    ['truck HH-KR 4172, there', ['HH-KR 4172']],
    ['truck HH-KR 4172: there', ['HH-KR 4172']],
    ['truck HH-KR 4172', ['HH-KR 4172']],
    ['truck HH-KR 4172 and HH-KR 4173', ['HH-KR 4172', 'HH-KR 4173']],
    ['truck no. 3 HH-KR 4172', ['HH-KR 4172']],
    ['truck N204 FTB N205 FTB', ['N204 FTB', 'N205 FTB']],
    ['truck 3 abcd HH-KR 41725', []],
    ['truck in 4 parts, 12 kg', []],
  ])('%j', (text, plates) => {
    expect(found(everydayPlate, text)).toEqual(plates);
  });

  test('are plates', () => {
    expect(spansOf(everydayPlate, 'truck HH-KR 4172').map(({ type }) => type)).toEqual(['VEHICLE_ID']);
  });
});

/** Each form with its fewest letters and digits, and with its most. */
const BOUNDS = [
  ...['MH 1 A 4187', 'MH 12 AB 4187', 'MH1A4187', 'MH-12-AB-4187'],
  ...['41-KX-87', 'K1 41 8Z', '41 87 KX'],
  ...['KX 41 872', 'KX41872', 'KX 41872', 'KX41 872'],
  ...['B-A 1', 'TÖL-KR 4172', 'TÖL KR4172', 'TÖL-KR-4172H'],
  ...['N204FTB', 'LK2 FTB', 'LK204 FTB'],
  ...['4172 KLB', '4172-KLB', '4172KLB'],
  ...['GK 418 TR', 'GK-418-TR', 'GK418TR', 'GK418 TR'],
  ...['V-418-KX', '4-KX-1', '41-KXB-87', 'KX-41-B', 'KX-418-BZ', 'KX-418-8'],
  ...['WG 41K8', 'WG41K8A', 'WGM 41K8', 'WGM 4AB8C', 'WGM KAB41'],
  ...['4A2 4187', '4AB4187'],
  ...['KR 41', 'KR-418', 'KRT418', 'KRT-418B', 'ÅÄÖ 41'],
  ...['34 K 41', '34K41', '34 KRT 4172', '34KRT4172'],
  ...['ΙΚΝ 4187', 'ΙΚΝ-4187', 'ΙΚΝ4187'],
  ...['К418ТН15', 'К418ТН152', 'К 418 ТН 152', 'К418 ТН152'],
  ...['КА4187ВН', 'КА 4187 ВН', 'КА4187 ВН'],
  ...['84가4187', '84가 4187', '184가 4187'],
  ...['ก 1', 'กข4187', '4กข 4187', '4ก41'],
  ...['N 2 F T', 'N 204 F T B'],
  ...['ح ك 4', 'ح ك م 4187'],
];

describe('a plate with the fewest and the most signs of its form', () => {
  test.each(BOUNDS)('%j', (plate) => {
    expect(found(everydayPlate, `the truck ${plate}`)).toEqual([plate]);
    expect(found(everydayPlate, `the truck "${plate}", seen`)).toEqual([plate]);
  });

  test.each(BOUNDS)('%j is none where something touches it', (plate) => {
    for (const text of [`x${plate}`, `7${plate}`, `é${plate}`, `${plate}x`, `${plate}7`, `${plate}é`])
      expect(found(everydayPlate, `the truck ${text} waits`)).not.toContain(plate);
    for (const text of [`${plate}.7`, `${plate},7`, `${plate}:7`, `${plate}-7`, `X-${plate}`])
      expect(found(everydayPlate, `the truck ${text} waits`)).not.toContain(plate);
    expect(found(everydayPlate, `something ${plate} waits`)).toEqual([]);
  });

  test.each([
    'MHA 123 AB 4187',
    'MH 12 ABC 41',
    '4-KXBC-1',
    '412-KX-8',
    'V-41-KX',
    'V-4187-KX',
    'KX-4187-B',
    'KX-4-B',
    'GKT-418-TR',
    'LKT204 FTB',
    'ΙΚΝ 418',
    'ΙΚ 4187',
    'ΙΚΝΤ 4187',
    'К41ТН 152',
    'К4187ТН 152',
    'Ж418ТН 152',
    'КА 418 ВН',
    'ЖА 4187 ВН',
    '8가 4187',
    '84가 418',
    '84가나 4187',
    'กขค 4187',
    'ก 41872',
    'N 2041 F T',
    'N 204 F',
    'ح 41',
  ])('%j has too few or too many', (plate) => {
    expect(found(everydayPlate, `the truck ${plate}`)).not.toContain(plate);
  });
});
