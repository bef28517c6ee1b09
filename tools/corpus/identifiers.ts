import { ALNUM, LOWER, type Random, UPPER } from './random.ts';

/**
 * Valid values of each kind of identifier. Written from the standards, on purpose without the detectors' own checksum
 * code: a mistake there must not hide itself here.
 */
export type Make = (r: Random) => string;

const two = (n: number): string => String(n).padStart(2, '0');

function luhnDigit(body: string): string {
  let sum = 0;
  [...body].reverse().forEach((c, i) => {
    const d = Number(c) * (i % 2 === 0 ? 2 : 1);
    sum += d > 9 ? d - 9 : d;
  });
  return String((10 - (sum % 10)) % 10);
}

const sumOf = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0);

/** Tries until a value has what it needs. */
function until(make: () => string | undefined): string {
  for (;;) {
    const value = make();
    if (value !== undefined) return value;
  }
}

function group(digits: string, sizes: readonly number[], separator: string): string {
  let at = 0;
  return sizes
    .map((size) => {
      at += size;
      return digits.slice(at - size, at);
    })
    .join(separator);
}

const FIRST = [
  'maria',
  'jonas',
  'wei',
  'amara',
  'luca',
  'ines',
  'tariq',
  'noor',
  'olga',
  'piotr',
  'sade',
  'tom',
  'yuki',
  'zoe',
];
const LAST = [
  'okafor',
  'brandt',
  'silva',
  'novak',
  'tanaka',
  'rossi',
  'dubois',
  'hansen',
  'mehta',
  'kowal',
  'reyes',
  'fox',
];
const HOSTS = ['mail', 'post', 'northwind', 'acme-labs', 'fabrikam', 'contoso', 'initech', 'umbrella'];
const TLDS = ['com', 'org', 'net', 'de', 'co.uk', 'io', 'fr', 'com.br', 'example'];

export const email: Make = (r) =>
  `${r.pick(FIRST)}${r.pick(['.', '_', '', '-', '+news.'])}${r.pick(LAST)}${r.chance(0.3) ? r.int(1, 99) : ''}@${r.pick(HOSTS)}.${r.pick(TLDS)}`;

export const phoneE164: Make = (r) => {
  const code = r.pick([
    '1',
    '44',
    '49',
    '33',
    '39',
    '34',
    '81',
    '91',
    '55',
    '48',
    '41',
    '46',
    '61',
    '358',
    '420',
    '971',
  ]);
  const rest = r.pick('23456789') + r.digits(code.length === 1 ? 9 : 8);
  return `+${code}${r.pick([rest, ` ${group(rest, [2, 3, rest.length - 5], ' ')}`, `-${group(rest, [3, rest.length - 3], '-')}`])}`;
};

export const phoneNational: Make = (r) => {
  const us = () => `${r.int(2, 9)}${r.digits(2)}`;
  return r.pick<() => string>([
    () => `(${us()}) ${us()}-${r.digits(4)}`,
    () => `${us()}-${us()}-${r.digits(4)}`,
    () => `${us()}.${us()}.${r.digits(4)}`,
    () => `0${r.int(1, 7)} ${r.digits(2)} ${r.digits(2)} ${r.digits(2)} ${r.digits(2)}`,
    () => `0${r.int(20, 99)} ${r.digits(4)} ${r.digits(4)}`,
    () => `0${r.int(150, 179)} ${r.digits(7)}`,
  ])();
};

const NETWORKS: readonly [string, number, readonly number[]][] = [
  ['4', 16, [4, 4, 4, 4]],
  ['4', 13, [4, 3, 3, 3]],
  ['4', 19, [4, 4, 4, 4, 3]],
  ['51', 16, [4, 4, 4, 4]],
  ['55', 16, [4, 4, 4, 4]],
  ['2221', 16, [4, 4, 4, 4]],
  ['34', 15, [4, 6, 5]],
  ['37', 15, [4, 6, 5]],
  ['6011', 16, [4, 4, 4, 4]],
  ['3528', 16, [4, 4, 4, 4]],
  ['36', 14, [4, 6, 4]],
  ['62', 16, [4, 4, 4, 4]],
];
export const card: Make = (r) => {
  const [prefix, length, sizes] = r.pick(NETWORKS);
  const body = prefix + r.digits(length - prefix.length - 1);
  const digits = body + luhnDigit(body);
  return group(digits, sizes, r.pick(['', '', ' ', '-']));
};

const IBANS: readonly [string, number][] = [
  ['DE', 18],
  ['FR', 23],
  ['GB', 18],
  ['NL', 14],
  ['ES', 20],
  ['IT', 23],
  ['PL', 24],
  ['CH', 17],
  ['AT', 16],
  ['BE', 12],
  ['SE', 20],
  ['NO', 11],
];
function mod97(text: string): number {
  let rest = 0;
  for (const c of text) for (const d of String(Number.parseInt(c, 36))) rest = (rest * 10 + Number(d)) % 97;
  return rest;
}
export const iban: Make = (r) => {
  const [country, length] = r.pick(IBANS);
  const bank = country === 'GB' || country === 'NL' ? r.text(UPPER, 4) : '';
  const body = bank + r.digits(length - bank.length);
  const value = `${country}${two(98 - mod97(`${body}${country}00`))}${body}`;
  return r.chance(0.5) ? value : value.replace(/(.{4})(?=.)/g, '$1 ');
};

export const routing: Make = (r) =>
  until(() => {
    const body = r.pick(['01', '02', '03', '05', '07', '09', '11', '12', '26', '31']) + r.digits(6);
    const digit = (10 - (sumOf(body, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10;
    return body + digit;
  });

export const ssn: Make = (r) =>
  until(() => {
    const area = r.int(1, 899);
    return area === 666
      ? undefined
      : `${String(area).padStart(3, '0')}-${two(r.int(1, 99))}-${String(r.int(1, 9999)).padStart(4, '0')}`;
  });
export const itin: Make = (r) => `9${r.digits(2)}-${r.int(70, 88)}-${r.digits(4)}`;
export const ein: Make = (r) => `${two(r.int(10, 95))}-${r.digits(7)}`;

const yymmdd = (r: Random): string => `${two(r.int(40, 99))}${two(r.int(1, 12))}${two(r.int(1, 28))}`;
const ddmmyy = (r: Random): string => `${two(r.int(1, 28))}${two(r.int(1, 12))}${two(r.int(40, 99))}`;

/** National ids with a check digit, by country. */
export const NATIONAL: Readonly<Record<string, Make>> = {
  'de tax id': (r) =>
    until(() => {
      const all = r.shuffle([...'0123456789']);
      all[r.int(1, 9)] = all[0]!;
      const body = r.shuffle(all).join('');
      if (body[0] === '0') return undefined;
      let product = 10;
      for (const c of body) {
        let sum = (Number(c) + product) % 10;
        if (sum === 0) sum = 10;
        product = (2 * sum) % 11;
      }
      return body + ((11 - product) % 10);
    }),
  'fr nir': (r) => {
    const body = `${r.int(1, 2)}${two(r.int(40, 99))}${two(r.int(1, 12))}${two(r.int(1, 95))}${r.digits(6)}`;
    const value = body + two(97 - Number(BigInt(body) % 97n));
    return r.chance(0.5) ? value : group(value, [1, 2, 2, 2, 3, 3, 2], ' ');
  },
  'es dni': (r) => {
    const digits = r.digits(8);
    return digits + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23];
  },
  'nl bsn': (r) =>
    until(() => {
      const body = r.pick('123456789') + r.digits(7);
      const check = sumOf(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
      return check === 10 ? undefined : body + check;
    }),
  'be national number': (r) => {
    const body = yymmdd(r) + r.digits(3);
    const value = body + two(97 - (Number(body) % 97));
    return r.chance(0.5)
      ? value
      : `${value.slice(0, 2)}.${value.slice(2, 4)}.${value.slice(4, 6)}-${value.slice(6, 9)}.${value.slice(9)}`;
  },
  'pl pesel': (r) => {
    const body = yymmdd(r) + r.digits(4);
    return body + ((10 - (sumOf(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10);
  },
  'se personal number': (r) => {
    const body = yymmdd(r) + r.digits(3);
    const value = body + luhnDigit(body);
    return `${value.slice(0, 6)}-${value.slice(6)}`;
  },
  'no birth number': (r) =>
    until(() => {
      const body = ddmmyy(r) + r.digits(3);
      const first = 11 - (sumOf(body, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11);
      if (first === 10) return undefined;
      const ten = body + (first % 11);
      const second = 11 - (sumOf(ten, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
      return second === 10 ? undefined : ten + (second % 11);
    }),
  'fi personal code': (r) => {
    const date = ddmmyy(r);
    const serial = String(r.int(2, 899)).padStart(3, '0');
    return `${date}-${serial}${'0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(date + serial) % 31]}`;
  },
  'dk cpr': (r) => `${ddmmyy(r)}-${r.digits(4)}`,
  'br cpf': (r) => {
    const body = r.digits(9);
    const first = ((sumOf(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
    const ten = body + first;
    const second = ((sumOf(ten, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
    const v = ten + second;
    return `${v.slice(0, 3)}.${v.slice(3, 6)}.${v.slice(6, 9)}-${v.slice(9)}`;
  },
  'cn resident id': (r) => {
    const body = `11010${r.int(1, 9)}19${yymmdd(r)}${r.digits(3)}`;
    const check = sumOf(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11;
    return body + '10X98765432'[check];
  },
  'sg nric': (r) => {
    const digits = r.digits(7);
    return `S${digits}${'JZIHGFEDCBA'[sumOf(digits, [2, 7, 6, 5, 4, 3, 2]) % 11]}`;
  },
  'gb national insurance': (r) => {
    const body = `${r.pick(['AB', 'CE', 'JG', 'WM', 'PZ'])}${r.digits(6)}${r.pick('ABCD')}`;
    return r.chance(0.5) ? body : group(body, [2, 2, 2, 2, 1], ' ');
  },
  'ch ahv': (r) => {
    const body = `756${r.digits(9)}`;
    const v = body + ((10 - (sumOf(body, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10);
    return r.chance(0.5) ? v : `${v.slice(0, 3)}.${v.slice(3, 7)}.${v.slice(7, 11)}.${v.slice(11)}`;
  },
  'za id': (r) => {
    const body = `${yymmdd(r)}${r.digits(4)}0${r.int(8, 9)}`;
    return body + luhnDigit(body);
  },
  'ca sin': (r) => {
    const body = r.pick('1234567') + r.digits(7);
    return group(body + luhnDigit(body), [3, 3, 3], r.pick([' ', '-', '']));
  },
  'in pan': (r) => `${r.text(UPPER, 3)}P${r.text(UPPER, 1)}${r.digits(4)}${r.text(UPPER, 1)}`,
};

export const ipv4: Make = (r) => `${r.int(1, 223)}.${r.int(0, 255)}.${r.int(0, 255)}.${r.int(1, 254)}`;
export const ipv6: Make = (r) => {
  const word = () => r.text('0123456789abcdef', r.int(1, 4));
  return r.chance(0.5)
    ? Array.from({ length: 8 }, word).join(':')
    : `2001:db8:${word()}::${r.int(1, 9)}${r.chance(0.5) ? `:${word()}` : ''}`;
};
export const mac: Make = (r) =>
  Array.from({ length: 6 }, () => r.text(r.chance(0.5) ? '0123456789abcdef' : '0123456789ABCDEF', 2)).join(
    r.pick([':', '-']),
  );
export const urlWithSecret: Make = (r) =>
  r.chance(0.5)
    ? `https://${r.pick(FIRST)}:${r.text(ALNUM, 10)}@${r.pick(HOSTS)}.${r.pick(TLDS)}/x`
    : `postgres://${r.pick(FIRST)}:${r.text(ALNUM, 12)}@db.${r.pick(HOSTS)}.internal:5432/app`;
export const coordinates: Make = (r) =>
  `${(r.next() * 170 - 85).toFixed(r.int(4, 7))}${r.pick([', ', ','])}${(r.next() * 350 - 175).toFixed(r.int(4, 7))}`;
export const vin: Make = (r) => {
  const alphabet = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
  const value = (c: string) =>
    /\d/.test(c)
      ? Number(c)
      : [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9][c.charCodeAt(0) - 65]!;
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const body = [...`${r.pick(['1HG', 'WVW', 'JTD', '5YJ', '3FA'])}${r.text(alphabet, 14)}`];
  const sum = body.reduce((all, c, i) => all + value(c) * weights[i]!, 0);
  body[8] = sum % 11 === 10 ? 'X' : String(sum % 11);
  return body.join('');
};
export const imei: Make = (r) => {
  const body = `35${r.digits(12)}`;
  return body + luhnDigit(body);
};
export const npi: Make = (r) => {
  const body = `1${r.digits(8)}`;
  return body + luhnDigit(`80840${body}`);
};
export const icd10: Make = (r) => `${r.pick('ABCDEFGHIJKLMN')}${r.digits(2)}.${r.int(0, 9)}`;
export const birthDate: Make = (r) => {
  const [y, m, d] = [r.int(1940, 2005), r.int(1, 12), r.int(1, 28)];
  const month = r.pick(['January', 'Mar', 'July', 'October', 'Dec']);
  return r.pick([
    `${y}-${two(m)}-${two(d)}`,
    `${d}/${m}/${y}`,
    `${two(d)}.${two(m)}.${y}`,
    `${month} ${d}, ${y}`,
    `${d} ${month} ${y}`,
  ]);
};
export const streetAddress: Make = (r) =>
  r.pick([
    `${r.int(1, 9999)} ${r.pick(['Maple', 'Old Mill', 'Washington', 'N Harbor', 'Sunset'])} ${r.pick(['St', 'Street', 'Ave', 'Road', 'Blvd', 'Lane', 'Drive'])}`,
    `${r.pick(['Hauptstraße', 'Lindenweg', 'Goethestr.', 'Marktplatz'])} ${r.int(1, 150)}`,
    `${r.int(1, 150)} rue ${r.pick(['de la Paix', 'Victor Hugo', 'du Moulin'])}`,
    `${r.int(1, 99)} ${r.pick(['High', 'Church', 'Station'])} Road, ${r.pick(['Leeds', 'York'])} ${r.pick(['LS1 4AB', 'YO1 7HH'])}`,
  ]);

/** Tokens of services, keys and passwords. */
export const SECRETS: Readonly<Record<string, Make>> = {
  'aws access key': (r) => `AKIA${r.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  'github token': (r) => r.pick([`ghp_${r.text(ALNUM, 36)}`, `github_pat_${r.text(ALNUM, 22)}_${r.text(ALNUM, 59)}`]),
  'gitlab token': (r) => `glpat-${r.text(ALNUM, 20)}`,
  'slack token': (r) => `xoxb-${r.digits(12)}-${r.digits(12)}-${r.text(ALNUM, 24)}`,
  'stripe key': (r) => `sk_live_${r.text(ALNUM, 24)}`,
  'google api key': (r) => `AIza${r.text(`${ALNUM}_-`, 34)}Q`,
  'openai key': (r) => `sk-proj-${r.text(ALNUM, 48)}`,
  'anthropic key': (r) => `sk-ant-api03-${r.text(ALNUM, 60)}AA`,
  'npm token': (r) => `npm_${r.text(ALNUM, 36)}`,
  'sendgrid key': (r) => `SG.${r.text(ALNUM, 22)}.${r.text(ALNUM, 43)}`,
  jwt: (r) => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: r.digits(10), iat: r.int(1, 1e9) })}.${r.text(ALNUM, 43)}`;
  },
  'private key': (r) =>
    `-----BEGIN RSA PRIVATE KEY-----\n${Array.from({ length: 6 }, () => r.text(`${ALNUM}+/`, 64)).join('\n')}\n-----END RSA PRIVATE KEY-----`,
};

/** A password as people make them. */
export const password: Make = (r) =>
  r.pick([
    () =>
      `${r.pick(['Sommer', 'Tiger', 'dragon', 'Liverpool', 'qwerty'])}${r.int(1, 2025)}${r.pick(['!', '', '#', '?'])}`,
    () => r.text(`${ALNUM}!#%&*+-_=?@`, r.int(8, 20)),
    () => `${r.pick(FIRST)}${r.digits(4)}`,
    () => `P@ssw0rd${r.digits(2)}`,
    () => `${r.text(LOWER, 5)}-${r.text(LOWER, 6)}-${r.text(LOWER, 5)}${r.digits(1)}`,
  ])();
