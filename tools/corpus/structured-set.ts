import * as make from './identifiers.ts';
import { ALNUM, Random, UPPER } from './random.ts';

/** A text with one value of a type in it, or with a near-miss that is none. */
export interface Sample {
  readonly type: string;
  readonly text: string;
  /** Range of the value in the text. */
  readonly start: number;
  readonly end: number;
  readonly nearMiss: boolean;
}

interface Kind {
  readonly type: string;
  readonly value: make.Make;
  /** `{v}` is the value. */
  readonly carriers: readonly string[];
}

/** Texts that say nothing about what the value is. */
const PLAIN = [
  'Can you look at {v} before noon?',
  'it is {v}, thanks',
  '{v}',
  'Please use {v} for this one.',
  'I put {v} into the sheet yesterday',
  'note: {v}; ask me if it fails',
];
const label = (...words: string[]): string[] =>
  words.flatMap((word) => [`${word}: {v}`, `my ${word} is {v}`, `The ${word} {v} was on the form.`, `${word} = {v}`]);

const KINDS: readonly Kind[] = [
  { type: 'email', value: make.email, carriers: [...PLAIN, ...label('email', 'contact')] },
  { type: 'phone e164', value: make.phoneE164, carriers: [...PLAIN, ...label('phone', 'mobile')] },
  {
    type: 'phone national',
    value: make.phoneNational,
    carriers: [...PLAIN.slice(0, 2), ...label('phone', 'tel', 'cell')],
  },
  { type: 'card', value: make.card, carriers: [...PLAIN, ...label('card number', 'visa')] },
  { type: 'iban', value: make.iban, carriers: [...PLAIN, ...label('IBAN', 'account')] },
  { type: 'bank routing', value: make.routing, carriers: label('routing number', 'ABA', 'bank routing') },
  { type: 'ssn', value: make.ssn, carriers: [...PLAIN, ...label('SSN', 'social security number')] },
  { type: 'itin', value: make.itin, carriers: [...PLAIN, ...label('ITIN')] },
  { type: 'ein', value: make.ein, carriers: label('EIN', 'employer id') },
  {
    type: 'passport',
    value: (r) =>
      r.pick([
        () => `${r.pick(UPPER)}${r.digits(8)}`,
        () => r.digits(9),
        () => `${r.pick('CFGHJK')}${r.text('CFGHJKLMNPRTVWXYZ0123456789', 7)}${r.digits(1)}`,
        () => `${r.digits(2)}${r.text(UPPER, 2)}${r.digits(5)}`,
      ])(),
    carriers: label('passport number', 'passport', 'Reisepass'),
  },
  {
    type: 'driving licence',
    value: (r) =>
      r.pick([
        () => `${r.pick(UPPER)}${r.digits(7)}`,
        () => r.digits(8),
        () => `${r.pick(UPPER)}${r.digits(3)}-${r.digits(4)}-${r.digits(4)}`,
        () =>
          `${r.text(UPPER, 5)}${r.digits(1)}${r.int(0, 0)}${r.int(1, 9)}${r.int(10, 28)}${r.digits(1)}${r.text(UPPER, 2)}9${r.text(UPPER, 2)}`,
      ])(),
    carriers: label("driver's license", 'driving licence', 'DL number'),
  },
  ...Object.entries(make.NATIONAL).map(([type, value]) => ({
    type,
    value,
    carriers: label(type.slice(3), 'national id'),
  })),
  { type: 'birth date', value: make.birthDate, carriers: label('DOB', 'date of birth', 'birthday') },
  {
    type: 'age',
    value: (r) => `${r.int(18, 90)} years old`,
    carriers: ['She is {v}.', 'a man, {v}, asked', 'I am {v} now'],
  },
  {
    type: 'street address',
    value: make.streetAddress,
    carriers: [...PLAIN.slice(0, 2), 'I live at {v} now', 'Ship it to {v}.', ...label('address')],
  },
  { type: 'ipv4', value: make.ipv4, carriers: [...PLAIN, ...label('ip', 'host')] },
  { type: 'ipv6', value: make.ipv6, carriers: [...PLAIN, ...label('address')] },
  { type: 'mac', value: make.mac, carriers: [...PLAIN, ...label('MAC')] },
  { type: 'url with credentials', value: make.urlWithSecret, carriers: PLAIN },
  { type: 'coordinates', value: make.coordinates, carriers: [...PLAIN, ...label('location')] },
  { type: 'vin', value: make.vin, carriers: [...PLAIN, ...label('VIN')] },
  { type: 'imei', value: make.imei, carriers: label('IMEI') },
  {
    type: 'serial number',
    value: (r) => r.text(`${UPPER}0123456789`, 9) + r.digits(2),
    carriers: label('serial number', 'S/N'),
  },
  {
    type: 'number plate',
    value: (r) =>
      r.pick([
        `${r.text(UPPER, 2)} ${r.digits(4)}`,
        `${r.text(UPPER, 3)}-${r.digits(4)}`,
        `${r.text(UPPER, 2)}${r.digits(2)} ${r.text(UPPER, 3)}`,
      ]),
    carriers: ['license plate: {v}', 'the car with number plate {v} left', 'Kennzeichen {v}'],
  },
  {
    type: 'medical record',
    value: (r) => r.digits(r.int(6, 10)),
    carriers: label('MRN', 'medical record number', 'patient id'),
  },
  { type: 'npi', value: make.npi, carriers: label('NPI') },
  { type: 'icd-10', value: make.icd10, carriers: ['Diagnosis: {v}', 'the patient was coded {v}', 'ICD-10 {v} noted'] },
  {
    type: 'medication',
    value: (r) => r.pick(['metformin 500 mg', 'sertraline', 'insulin', 'adderall', 'humira', 'gabapentin 300mg']),
    carriers: ['I take {v} every day', 'the doctor prescribed {v}', 'she is on {v} since her surgery'],
  },
  {
    type: 'condition',
    value: (r) =>
      r
        .pick(['diabetes', 'epilepsy', 'depression', 'breast cancer', 'HIV', 'multiple sclerosis'])
        .replace(/^(?:breast|multiple) /, ''),
    carriers: ['He was diagnosed with {v} in May', 'my {v} got worse', 'on sick leave because of {v}'],
  },
  {
    type: 'pay',
    value: (r) => `$${r.int(40, 240)},${r.digits(3)}`,
    carriers: ['her salary is {v}', 'base salary: {v}', 'a bonus of {v} was paid', 'Her compensation went to {v}'],
  },
  {
    type: 'performance',
    value: (r) =>
      r.pick(['performance improvement plan', 'below expectations', 'written warning', 'needs improvement']),
    carriers: ['He is on a {v} now', 'I rated her {v} this year', 'we gave him a {v}'],
  },
  ...Object.entries(make.SECRETS).map(([type, value]) => ({
    type,
    value,
    carriers: [...PLAIN.slice(1, 5), 'export TOKEN={v}'],
  })),
  {
    type: 'password',
    value: make.password,
    carriers: ['password: {v}', 'my password is {v}', 'pwd={v}', 'the new passwort ist {v}', 'PASSWORD={v}'],
  },
  {
    type: 'secret in assignment',
    value: (r) => r.text(ALNUM, r.int(24, 48)),
    carriers: ['api_key = "{v}"', 'SECRET_KEY={v}', 'client_secret: {v}', 'Authorization: Bearer {v}'],
  },
  {
    type: 'connection string',
    value: (r) => r.text(ALNUM, 20),
    carriers: ['Server=db;Database=x;User Id=sa;Password={v};', 'AccountName=x;AccountKey={v}==;EndpointSuffix=y'],
  },
];

const hex = (r: Random, n: number): string => r.text('0123456789abcdef', n);
/** Changes the last digit, so that a check digit is wrong. */
function spoil(value: string): string {
  for (let i = value.length - 1; i >= 0; i--) {
    const c = value[i]!;
    if (/\d/.test(c)) return value.slice(0, i) + ((Number(c) + 1) % 10) + value.slice(i + 1);
  }
  return value;
}
const NEAR_MISSES: readonly Kind[] = [
  { type: 'card, wrong check digit', value: (r) => spoil(make.card(r)), carriers: PLAIN },
  { type: 'iban, wrong check digits', value: (r) => spoil(make.iban(r)), carriers: PLAIN },
  {
    type: 'vin, wrong check digit',
    value: (r) => {
      const v = make.vin(r);
      return v.slice(0, 8) + (v[8] === 'X' ? '3' : (Number(v[8]) + 1) % 10) + v.slice(9);
    },
    carriers: PLAIN,
  },
  {
    type: 'dni, wrong letter',
    value: (r) => {
      const v = make.NATIONAL['es dni']!(r);
      return v.slice(0, 8) + (v[8] === 'A' ? 'B' : 'A');
    },
    carriers: PLAIN,
  },
  {
    type: 'version',
    value: (r) =>
      r.pick([
        `v${r.int(0, 30)}.${r.int(0, 30)}.${r.int(0, 300)}`,
        `${r.int(0, 9)}.${r.int(0, 40)}.${r.int(0, 9)}-rc.${r.int(1, 9)}`,
        `version ${r.int(1, 9)}.${r.int(0, 9)}.${r.int(0, 9)}.${r.int(0, 999)}`,
      ]),
    carriers: PLAIN,
  },
  {
    type: 'order id',
    value: (r) =>
      r.pick([
        `ORD-${r.digits(8)}`,
        `#${r.digits(7)}`,
        `order ${r.digits(10)}`,
        `INV-2024-${r.digits(5)}`,
        `ticket ${r.digits(9)}`,
      ]),
    carriers: PLAIN,
  },
  { type: 'bare number', value: (r) => r.digits(r.pick([8, 10, 11, 12, 14, 16])).replace(/^0/, '7'), carriers: PLAIN },
  {
    type: 'hash',
    value: (r) => hex(r, r.pick([7, 8, 32, 40, 64])),
    carriers: ['commit {v}', 'sha256:{v}', 'built from {v} today', 'etag {v}'],
  },
  {
    type: 'uuid',
    value: (r) => `${hex(r, 8)}-${hex(r, 4)}-4${hex(r, 3)}-a${hex(r, 3)}-${hex(r, 12)}`,
    carriers: PLAIN,
  },
  {
    type: 'isbn',
    value: (r) => `978-${r.int(0, 9)}-${r.digits(4)}-${r.digits(4)}-${r.digits(1)}`,
    carriers: ['ISBN {v}', 'the book {v}'],
  },
  {
    type: 'time',
    value: (r) => `${r.int(10, 23)}:${r.int(10, 59)}:${r.int(10, 59)}`,
    carriers: ['started at {v}', 'log {v} ok'],
  },
  {
    type: 'size or count',
    value: (r) =>
      r.pick([
        `${r.int(1, 999)},${r.digits(3)} rows`,
        `${r.int(1, 900)}.${r.int(1, 9)} MB`,
        `${r.int(1, 99)}%`,
        `${r.int(2, 16)}x${r.int(2, 16)}`,
        `${r.int(1, 9)}/10`,
      ]),
    carriers: PLAIN,
  },
  {
    type: 'code reference',
    value: (r) =>
      r.pick([
        `src/app/${r.pick(['main', 'util'])}.ts:${r.int(1, 900)}`,
        `RFC ${r.int(1000, 9999)}`,
        `E${r.int(1000, 9999)}`,
        `std::vector<int>`,
        `#${hex(r, 6)}`,
        `0x${hex(r, 8)}`,
      ]),
    carriers: PLAIN,
  },
  {
    type: 'password talk',
    value: (r) =>
      r.pick([
        'password reset',
        'the password policy',
        'a password manager',
        'forgot password?',
        'token bucket',
        'secret sauce',
        'API key rotation',
      ]),
    carriers: ['we discussed {v} today', 'see {v} in the docs'],
  },
  {
    type: 'address talk',
    value: (r) => r.pick(['Wall Street analysts', 'the road map', 'a one way street', 'Main Street bank']),
    carriers: ['we talked about {v} again'],
  },
];

function sample(kind: Kind, r: Random, nearMiss: boolean): Sample {
  const carrier = r.pick(kind.carriers);
  const value = kind.value(r);
  const start = carrier.indexOf('{v}');
  return { type: kind.type, text: carrier.replace('{v}', () => value), start, end: start + value.length, nearMiss };
}

export function structuredSet(seed: number, perType: number): Sample[] {
  const r = new Random(seed);
  const samples: Sample[] = [];
  for (const kind of KINDS) for (let i = 0; i < perType; i++) samples.push(sample(kind, r, false));
  for (const kind of NEAR_MISSES) for (let i = 0; i < perType; i++) samples.push(sample(kind, r, true));
  return samples;
}
