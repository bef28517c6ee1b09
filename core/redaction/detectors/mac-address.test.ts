import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { macAddress } from './mac-address.ts';

describe('mac-address', () => {
  test.each<[string, string[]]>([
    ['00:1b:44:11:3a:b7', ['00:1b:44:11:3a:b7']],
    ['eth0 AA-BB-CC-DD-EE-1F', ['AA-BB-CC-DD-EE-1F']],
    ['00-11-22-33-44-55', ['00-11-22-33-44-55']],
    ['001b.4411.3ab7', ['001b.4411.3ab7']],
    ['02:00:5e:10:00:00:00:01', ['02:00:5e:10:00:00:00:01']],
    ['aa:bb:cc:dd:ee:ff', ['aa:bb:cc:dd:ee:ff']],
  ])('finds in %j', (text, values) => {
    expect(found(macAddress, text)).toEqual(values);
    expect(spansOf(macAddress, text).every(({ type }) => type === 'MAC_ADDRESS')).toBe(true);
  });

  test.each(['00:1b:44:11:3a', '12:34:56', 'zz:bb:cc:dd:ee:ff', '00-1b-44', '20-11-22'])('nothing in %j', (text) => {
    expect(found(macAddress, text)).toEqual([]);
  });
});
