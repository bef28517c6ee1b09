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

  test.each<[string, string[]]>([
    ['00:1b:44:11:3a:b7', ['00:1b:44:11:3a:b7']],
    ['00-1B-44-11-3A-B7', ['00-1B-44-11-3A-B7']],
    ['001b.4411.3ab7', ['001b.4411.3ab7']],
    ['00:1b:44:11:3a', []],
    ['00:1b:44:11:3a:b7:cc', ['00:1b:44:11:3a:b7']],
    ['00:1b:44:11:3a:b7:cc:dd', ['00:1b:44:11:3a:b7:cc:dd']],
    ['00:1b:44:11:3a:b7:cc:dd:ee', ['00:1b:44:11:3a:b7:cc:dd']],
    ['00:1b-44:11:3a:b7', []],
    ['aa:bb:cc:dd:ee:ff', ['aa:bb:cc:dd:ee:ff']],
    ['aa-bb-cc-dd-ee-ff', []],
    ['AA-11-BB-22-CC-33', ['AA-11-BB-22-CC-33']],
    ['11-22-33-44-55-66', ['11-22-33-44-55-66']],
    ['112233445566', []],
    ['1122.3344.5566', []],
    ['aabb.ccdd.eeff', []],
    ['aabb.ccdd.eef', []],
    ['aabb.ccdd.eeff0', []],
    ['x00:1b:44:11:3a:b7', []],
    ['00:1b:44:11:3a:b7x', []],
    ['00:1b:44:11:3a:g7', []],
    ['is 00:1b:44:11:3a:b7, ok', ['00:1b:44:11:3a:b7']],
    ['[00:1b:44:11:3a:b7]', ['00:1b:44:11:3a:b7']],
    ['00:1b:44:11:3a:b7 aa:bb:cc:dd:ee:ff', ['00:1b:44:11:3a:b7', 'aa:bb:cc:dd:ee:ff']],
    ['12:30:45', []],
    ['12-30-45', []],
    ['2024-01-15-12-30-45', []],
    ['a:b:c:d:e:f', []],
    ['::1b:44:11:3a:b7', []],
    ['mac=001B.4411.3AB7;', ['001B.4411.3AB7']],
    ['0-01b-44-11-3a-b7', []],
    ['fe80::1b:44', []],
    ['00 1b 44 11 3a b7', []],
    ['x:00:1b:44:11:3a:b7', []],
    ['00:00:00:00:00:00', ['00:00:00:00:00:00']],
    ['a1-b2-c3-d4-e5-f6', ['a1-b2-c3-d4-e5-f6']],
    ['a1-b2-c3-d4-e5', []],
    ['a1-b2-c3-d4-e5-f6-a7-b8', ['a1-b2-c3-d4-e5-f6-a7-b8']],
    ['1a.2b.3c.4d.5e.6f', []],
    ['-00-1B-44-11-3A-B7', ['00-1B-44-11-3A-B7']],
    ['00-1B-44-11-3A-B7-', ['00-1B-44-11-3A-B7']],
    ['abcd.1a2b.3c4d', ['abcd.1a2b.3c4d']],
    ['abcd.efab.12cd', ['abcd.efab.12cd']],
    ['1234.5678.9a1b', ['1234.5678.9a1b']],
    ['a1b2c3d4e5f6', []],
    ['11-22-33-44-55-66-77-88', ['11-22-33-44-55-66-77-88']],
    ['1-22-33-44-55-66-77', ['22-33-44-55-66-77']],
    ['11-22-33-44-55-66x', []],
    ['11-22-33-44-55-6f', ['11-22-33-44-55-6f']],
    ['x-11-22-33-44-55-66', ['11-22-33-44-55-66']],
    ['1-2-3-4-5-6', []],
  ])('the form %j', (text, values) => {
    expect(found(macAddress, text)).toEqual(values);
  });
});
