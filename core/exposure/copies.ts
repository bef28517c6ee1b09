import { OBJECT_NAME } from '../vault/vault.ts';
import type { DataSet } from './data-sets.ts';
import { isUnread } from './inventory.ts';
import type { Inventory } from './load.ts';

/**
 * Copies outside of the product: storage that carries a program's tag or holds its objects' names, and that no disclosure is about. Each
 * says what it lacks of what the product's own storage has.
 */
export interface Copy {
  /** Why it is taken for one. */
  because: 'tag' | 'names';
  lacks: ('label' | 'key' | 'retention')[];
}

export function copiesOf(dataSets: readonly DataSet[], { things }: Inventory): Map<string, Copy> {
  const disclosed = new Set(dataSets.flatMap(({ disclosure, storage }) => (disclosure ? storage.map(placeOf) : [])));
  const programs = new Set(things['data-set'].flatMap(({ disclosure }) => (disclosure ? [disclosure.program] : [])));
  const samples = new Map([...things.bucket, ...things.table].map(({ arn, sample }) => [arn, sample ?? []]));
  const found = new Map<string, Copy>();
  for (const dataSet of dataSets) {
    const { id, disclosure, storage, tags, key, retention } = dataSet;
    if (disclosure || storage.some((arn) => disclosed.has(placeOf(arn)))) continue;
    const labels = tags === undefined || isUnread(tags) ? {} : (tags as Record<string, string>);
    const tagged = labels.program !== undefined && (programs.size === 0 || programs.has(labels.program));
    const named = storage.some((arn) => (samples.get(placeOf(arn)) ?? []).some((name) => isOurs(name)));
    if (!tagged && !named) continue;
    const lacks: Copy['lacks'] = [
      ...(labels['data-class'] === undefined ? (['label'] as const) : []),
      ...(key === undefined || isUnread(key) ? (['key'] as const) : []),
      ...(retention === undefined || isUnread(retention) ? (['retention'] as const) : []),
    ];
    found.set(id, { because: named ? 'names' : 'tag', lacks });
  }
  return found;
}

const placeOf = (arn: string): string => (arn.includes(':s3:::') ? arn.split('/')[0]! : arn);

/** Names of bodies are `<2 hex>/<32 hex>`; a copy may stand below a prefix. */
const isOurs = (name: string): boolean => OBJECT_NAME.test(name.split('/').slice(-2).join('/'));
