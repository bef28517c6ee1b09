import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licence and notice of each package, one after the other, as those who pass its code on have to.
 * @param folders of packages, as they are installed
 */
export function licenceTexts(folders: readonly string[]): string {
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const texts = readdirSync(folder, { withFileTypes: true })
      .flatMap((entry) => (entry.isFile() && /^(licen[cs]e|notice)/i.test(entry.name) ? [entry.name] : []))
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return `${[`${name} ${version} (${license ?? 'see text'})`, ...texts].join('\n\n')}\n`;
  });
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

/**
 * Folders of the packages whose code is in a bundle.
 * @param files of the bundle's inputs, relative to `root`
 */
export function packagesIn(root: string, files: readonly string[]): string[] {
  const packages = new Set<string>();
  for (const file of files) {
    const at = file.lastIndexOf('node_modules/');
    if (at === -1) continue;
    const [first, second] = file.slice(at + 'node_modules/'.length).split('/');
    const name = first!.startsWith('@') ? `${first}/${second}` : first!;
    packages.add(join(root, file.slice(0, at), 'node_modules', name));
  }
  return [...packages];
}
