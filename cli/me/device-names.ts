import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';

/**
 * What somebody calls their devices, on this machine alone: the service stores no label of theirs (docs/decisions/names-of-choices.md). By the
 * id under which a device stands, which is of one person and label.
 */
const schema = z.record(z.string(), z.string());

const file = (): string =>
  join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'sluice', 'device-names.json');

/** None where there are none, or where the file is no such file: they are a convenience. */
export function deviceNames(): Readonly<Record<string, string>> {
  try {
    return schema.parse(JSON.parse(readFileSync(file(), 'utf8')));
  } catch {
    return {};
  }
}

export function nameDevice(device: string, name: string): void {
  const path = file();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.part`, `${JSON.stringify({ ...deviceNames(), [device]: name }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.part`, path);
}
