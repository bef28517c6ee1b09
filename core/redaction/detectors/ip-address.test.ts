import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { ipAddress } from './ip-address.ts';

describe('ip-address', () => {
  test.each<[string, string[]]>([
    ['10.0.0.1', ['10.0.0.1']],
    ['from 192.168.1.254:8080', ['192.168.1.254']],
    ['2001:db8::8a2e:370:7334', ['2001:db8::8a2e:370:7334']],
    ['fe80:0:0:0:202:b3ff:fe1e:8329 up', ['fe80:0:0:0:202:b3ff:fe1e:8329']],
    ['::ffff:10.1.2.3', ['::ffff:10.1.2.3']],
    ['to 10.0.0.1.', ['10.0.0.1']],
  ])('finds in %j', (text, values) => {
    expect(found(ipAddress, text)).toEqual(values);
    expect(spansOf(ipAddress, text).every(({ type }) => type === 'IP_ADDRESS')).toBe(true);
  });

  test.each([
    '1.2.3',
    'version 1.2.3.4',
    'v10.0.0.1',
    '1.2.3.4.5',
    '256.1.1.1',
    '12:30:45',
    'a::b',
    'std::vector',
    'key: value',
    'foo@1.2.3.4',
    '1:2:3:4:5:6:7:8:9',
  ])('nothing in %j', (text) => {
    expect(found(ipAddress, text)).toEqual([]);
  });
});
