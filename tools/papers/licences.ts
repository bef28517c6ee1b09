/** What package-lock.json says of one package. */
export interface LockedPackage {
  version?: string;
  license?: string;
  /** Of development alone: it does not ship. */
  dev?: boolean;
  /** A workspace of ours. */
  link?: boolean;
}

export interface Package {
  name: string;
  version: string;
  /** SPDX expression, or `unknown`. */
  licence: string;
  /** Its folder, relative to the project. */
  folder: string;
  ships: boolean;
}

/** SPDX ids under which code may ship with ours (Apache-2.0). */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);

/** Packages of others that package-lock.json names, by name and version. */
export function packagesOf(lock: { packages: Readonly<Record<string, LockedPackage>> }): Package[] {
  const found = Object.entries(lock.packages).flatMap(([folder, { version, license, dev, link }]) => {
    const at = folder.lastIndexOf('node_modules/');
    if (at === -1 || link) return [];
    const name = folder.slice(at + 'node_modules/'.length);
    return [{ name, version: version ?? 'unknown', licence: license ?? 'unknown', folder, ships: !dev }];
  });
  return found.sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/** May it ship? Of alternatives one is enough, of licences that hold together each. What is not known may not. */
export function isAllowed(licence: string): boolean {
  const plain = licence.trim().replace(/^\((.*)\)$/, '$1');
  if (plain.includes('(')) return false;
  return plain.split(' OR ').some((one) => one.split(' AND ').every((id) => ALLOWED.has(id.trim())));
}

/** Licences that ask for the source of what they are part of. */
export const isCopyleft = (licence: string): boolean => /GPL|SSPL|EUPL|CDDL|MPL/.test(licence) && !isAllowed(licence);

/**
 * What is wrong with the licences, a sentence each.
 * @param named packages of development whose copyleft was looked at (docs/decisions/copyleft-in-tests.md)
 */
export function complaints(packages: readonly Package[], named: readonly string[]): string[] {
  return packages.flatMap(({ name, version, licence, ships }) => {
    if (ships && !isAllowed(licence)) return [`${name} ${version} ships, and its licence is ${licence}`];
    if (!ships && isCopyleft(licence) && !named.includes(name))
      return [`${name} ${version} is under ${licence}, and docs/decisions/copyleft-in-tests.md does not name it`];
    return [];
  });
}
