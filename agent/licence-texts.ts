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
