import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { phone } from './phone.ts';

describe('phone', () => {
  test.each<[string, string[]]>([
    ['call +49 30 901820', ['+49 30 901820']],
    ['+1 (415) 555-2671 ok', ['+1 (415) 555-2671']],
    ['(555) 234-5678', ['(555) 234-5678']],
    ['555-234-5678 x123', ['555-234-5678 x123']],
    ['415-555-2671x99 home', ['415-555-2671x99']],
    ['06 12 34 56 78 merci', ['06 12 34 56 78']],
    ['020 7946 0958', ['020 7946 0958']],
    ['(02) 9876 5432', ['(02) 9876 5432']],
    ['0151 23456789', ['0151 23456789']],
    ['004930901820', ['004930901820']],
    ['tel: 9876543', ['9876543']],
    ['my phone number is 5552671', ['5552671']],
    ['Jane\n555 1234\nParis', ['555 1234']],
    ['030 1234567 office', ['030 1234567']],
    ['call me on 415.555.2671.', ['415.555.2671']],
    ['call me at 85 99 60 please', ['85 99 60']],
    ['Phone: 35 86 37', ['35 86 37']],
    ['tel no.\n35 86 37', ['35 86 37']],
    ['stop sending messages to 468 3505', ['468 3505']],
  ])('finds in %j', (text, values) => {
    expect(found(phone, text)).toEqual(values);
    expect(spansOf(phone, text).every(({ type }) => type === 'PHONE')).toBe(true);
  });

  test.each([
    'v1.2.3',
    'call me at 12.10.24',
    'sizes 35 86 37',
    'Phone: 358637',
    'phone bill 35 86 37',
    '+35 86 37',
    'order 20394857612',
    '2024-01-15',
    '10.20.30.40',
    '+999 12345678',
    'ISBN 978-3-16-148410-0',
    '12345678901234567',
    '1111111',
    'room 0123456',
    '$1,234,567.00',
    'ticket 555-234-56789',
  ])('nothing in %j', (text) => {
    expect(found(phone, text)).toEqual([]);
  });

  // Nothing around them says what they are.
  test.each(
    (
      '1-415-555-2671|1 (415) 555-2671|1.415.555.2671|123-456-7890|(123) 456-7890|(123)456.7890|415 555 2671|' +
      '(415)555-2671|415.555.2671|001-415-555-2671|001.415.555.2671|020-7946-0958|089/1234 5678|0151 2345678|' +
      '012345 678901|06-12-34-56-78|0450 12 34 56|06.12.34.56.78|(030) 901820|(02)98765432|(0221) 1234-5678|(02) 12 34 56|' +
      '(11) 91234-5678|(11)9123-4567|(21) 912-3456'
    ).split('|'),
  )('the form %s', (value) => {
    expect(found(phone, `it is ${value}, thanks`)).toEqual([value]);
  });

  test.each(
    (
      '1-415-555-267|415 555 267|415-555-26711|115 555 2671|415 155 2671|(415) 555-267|12-456-7890|1234-456-7890|' +
      '020 79 0958|15 12 34 56 78|12345 678901|(3) 901820|415_555_2671'
    ).split('|'),
  )('no form: %s', (value) => {
    expect(found(phone, `it is ${value}, thanks`)).toEqual([]);
  });

  test.each([
    '+7 495 1234567',
    '+44 20 7946 0958',
    '+94 11 2345678',
    '+212 522 123456',
    '+263 4 123456',
    '+421 2 12345678',
  ])('the calling code of %s', (value) => {
    expect(found(phone, `see ${value}`)).toEqual([value]);
  });

  test.each([
    '+299 123456',
    '+350 20012345',
    '+509 12345678',
    '+692 1234567',
    '+850 2 1234567',
    '+998 71 1234567',
    '+355 4 1234567',
  ])('the calling code of %s, far down the list', (value) => {
    expect(found(phone, value)).toEqual([value]);
  });

  test.each(['+210 12345678', '+999 1234567', '+0 12345678', '+693 1234567', '+49 1234', '+49 30 123456 7890 12345'])(
    'no calling code: %s',
    (value) => {
      expect(found(phone, value)).toEqual([]);
    },
  );

  test.each([
    'call 2024-01-15',
    'call 2024 12 25',
    'call on 24.12.2024',
    'phone: 12/10/2024',
    'desk 1-2-2024',
    'work 1999.1.2',
    'call 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6',
    'order no 0151 2345678',
    'invoice 020-7946-0958',
    'tracking 415 555 2671',
    'release 06 12 34 56 78',
  ])('a date or another number after a word for phones: %s', (text) => {
    expect(found(phone, text)).toEqual([]);
  });

  test.each(
    (
      'phone|tel|telefon|téléphone|mobile|handy|cell|fax|whatsapp|sms|text me|contact|dial|desk|direct|office|landline|home|work|ring|' +
      'registered|reach|my number is|nummer|numéro|tlf|ph|hotline|voicemail|teléfono|móvil|portable|gsm|☎|📞|messages to|texts from'
    ).split('|'),
  )('after %s', (word) => {
    expect(found(phone, `${word} 55 512 67`)).toEqual(['55 512 67']);
    expect(found(phone, `${word}\n  5551267`)).toEqual(['5551267']);
    expect(found(phone, `${word} ${'.'.repeat(40)} 55 512 67`)).toEqual([]);
  });

  test.each('office|mobile|cell|fax|home|work|desk|direct|phone|tel|main|voice'.split('|'))('before %s', (word) => {
    expect(found(phone, `x 55 512 67 ${word}`)).toEqual(['55 512 67']);
    expect(found(phone, `x 55 512 67 (${word})`)).toEqual(['55 512 67']);
    expect(found(phone, `x 55 512 67 is ${word}`)).toEqual([]);
  });

  test('an extension is part of it, the number that it hangs on must end a token', () => {
    expect(found(phone, 'call 415-555-2671 ext. 12')).toEqual(['415-555-2671 ext. 12']);
    expect(found(phone, 'call 415-555-2671 extension 12')).toEqual(['415-555-2671 extension 12']);
    expect(found(phone, 'call 415-555-2671 #12')).toEqual(['415-555-2671 #12']);
    expect(found(phone, '+49 30 901820x12')).toEqual(['+49 30 901820x12']);
    expect(found(phone, 'call 415-555-2671a')).toEqual([]);
    expect(found(phone, 'a415-555-2671')).toEqual([]);
  });

  test.each(['415-555-2671_', '7_415-555-2671', '7-415-555-2671', '415-555-2671/2', '415-555-2671 2'])(
    'a part of something longer: %s',
    (text) => {
      expect(found(phone, `see ${text}`)).toEqual([]);
    },
  );

  test('a line of its own among others', () => {
    expect(found(phone, 'Jane\r\n55 512 67\r\nParis')).toEqual(['55 512 67']);
    expect(found(phone, '55 512 67\nParis')).toEqual(['55 512 67']);
    expect(found(phone, 'Paris\n55 512 67')).toEqual(['55 512 67']);
    expect(found(phone, '55 512 67')).toEqual([]);
    expect(found(phone, 'Paris\n55 512 67.')).toEqual([]);
    expect(found(phone, 'Paris\n5551267')).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['call me back at 35 86 37', ['35 86 37']],
    ['text us on 35 86 37', ['35 86 37']],
    ['reach them 35 86 37', ['35 86 37']],
    ['mobile no: 35 86 37', ['35 86 37']],
    ['Phone number:\t35 86 37', ['35 86 37']],
    ['fax:\n\t35 86 37', ['35 86 37']],
    ['the order was very late, so 0151 2345678', ['0151 2345678']],
    ['ref 0151 2345678', []],
    ['reference 0151 2345678', []],
    ['x 55 512 67  office', ['55 512 67']],
    ['x 55 512 67\tcell', ['55 512 67']],
    ['x 55 512 67 - mobile', ['55 512 67']],
    ['x 55 512 67 - \tmobile', ['55 512 67']],
    ['call 49-2024-01-15', ['49-2024-01-15']],
    ['call 12.10.2024.77', ['12.10.2024.77']],
    ['call 2024-1-15', []],
    ['call 2024-01-5', []],
    ['call 12.1.2024', []],
    ['call 1.12.2024', []],
    ['415-555-2671x99y', []],
    ['call 415-555-2671 e x12', ['415-555-2671']],
    ['call 415-555-2671 x 12', ['415-555-2671 x 12']],
    ['call 415-555-2671 ext12', ['415-555-2671 ext12']],
  ])('what stands around it: %j', (text, values) => {
    expect(found(phone, text)).toEqual(values);
  });
});

test.each<[string, string[]]>([
  ['f(555) 234-5678', []],
  ['1+49 30 901820', []],
  ['a+49 30 901820', ['+49 30 901820']],
  ['a1234567x9', []],
  ['+49 30123', ['+49 30123']],
  ['+49 3012', []],
  ['tel 1111111', []],
  ['see 0049301234', ['0049301234']],
  ['see 004930123', []],
  ['see 0123 123 123 123', ['0123 123 123 123']],
  ['see 01234 123 123 123', []],
  ['x 123 456 789 012 office', ['123 456 789 012']],
  ['x 1 234 567 890 123 office', []],
  ['+49-30-123456-7890-12345', []],
  ['+49.30.123456.7890.12345', []],
  ['7.415.555.2671', []],
  ['7/415-555-2671', []],
  ['5,415-555-2671', ['415-555-2671']],
  ['415-555-2671, 5', ['415-555-2671']],
])('where a number ends: %j', (text, values) => {
  expect(found(phone, text)).toEqual(values);
});

test.each([
  ['ask (0532 418 27 39) for it', ['0532 418 27 39']],
  ['(02) 1234 5678', ['(02) 1234 5678']],
  ['Cuidadora, tfno. 644 90 17 35.', ['644 90 17 35']],
  ['en el 983 55 41 72', ['983 55 41 72']],
  ['tel 601 418 273', ['601 418 273']],
  ['for 601 418 000 people', []],
])('everyday forms, and brackets around a number: %j', (text, expected) => {
  expect(found(phone, text)).toEqual(expected);
});

describe('digits read out one by one, with nothing before them', () => {
  test.each<[string, string[]]>([
    ['x 5 5 5 1 2 6 7 8 office', ['5 5 5 1 2 6 7 8']],
    ['x 5-5-5-1-2-6-7-8 (desk)', ['5-5-5-1-2-6-7-8']],
    ['Jane\n5 5 5 1 2 6 7 8\nParis', ['5 5 5 1 2 6 7 8']],
    ['Jane\n5 5 5 1 2 6 7 8\n3 rooms', ['5 5 5 1 2 6 7 8']],
    ['Jane\r\n5 5 5 1 2 6 7 8\r\n3 rooms', ['5 5 5 1 2 6 7 8']],
    ['x 5 5 5 1 2 6 7 8,9 office', []],
    ['x 5 5 5 1 2 6 7 8:9 office', []],
    ['x 5 5 5 1 2 6 7 8 and', []],
    ['x 5 5 5 1 2 6 7 8#9', []],
  ])('%j', (text, values) => {
    expect(found(phone, text)).toEqual(values);
  });
});
