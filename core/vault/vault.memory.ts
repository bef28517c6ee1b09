import { Refused } from '../shared/errors.ts';
import { objectName, type Vault } from './vault.ts';

export interface MemoryVault extends Vault {
  readonly objects: Map<string, Uint8Array>;
}

export function memoryVault(): MemoryVault {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    async put(body) {
      const object = objectName();
      objects.set(object, Buffer.from(body));
      return object;
    },
    async get(object) {
      const body = objects.get(object);
      if (!body) throw new Refused('no-object', `no object ${object}`);
      return body;
    },
  };
}
