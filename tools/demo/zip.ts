import { crc32 } from 'node:zlib';

/** A zip file of one file, not compressed. Source: PKWARE, APPNOTE.TXT, 4.3 */
export function zipOf(name: string, text: string): Buffer {
  const [file, data] = [Buffer.from(name), Buffer.from(text)];
  const sizes = Buffer.alloc(16);
  sizes.writeUInt32LE(crc32(data), 0);
  sizes.writeUInt32LE(data.length, 4);
  sizes.writeUInt32LE(data.length, 8);
  sizes.writeUInt16LE(file.length, 12);
  const common = (signature: number, versions: number[]) => {
    const head = Buffer.alloc(4 + 2 * versions.length + 8);
    head.writeUInt32LE(signature, 0);
    for (const [at, version] of versions.entries()) head.writeUInt16LE(version, 4 + 2 * at);
    return Buffer.concat([head, sizes]);
  };
  const local = Buffer.concat([common(0x04034b50, [20]), file, data]);
  // Readable by its owner and everybody else, as Lambda asks.
  const attributes = Buffer.alloc(14);
  attributes.writeUInt32LE((0o100644 << 16) >>> 0, 6);
  const central = Buffer.concat([common(0x02014b50, [(3 << 8) | 20, 20]), attributes, file]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
