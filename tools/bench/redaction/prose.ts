import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** READMEs shorter than this are a line and a badge. */
const SHORTEST = 500;

/** The prose of a README: code blocks, inline code, HTML and images taken out, everything else left as it is. */
export function proseOf(markdown: string): string {
  return markdown
    .replace(/^(```|~~~)[\s\S]*?^\1[^\n]*$/gm, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>\n]+>/g, '')
    .replace(/^(?: {4,}|\t+)\S.*$/gm, '')
    .replace(/``[^`]*``|`[^`\n]*`/g, '')
    .replace(/\[?!\[[^\]]*\]\([^)]*\)\]?(?:\([^)]*\))?/g, '')
    .replace(/^\[[^\]]+\]:\s.*$/gm, '');
}

/** Clean technical prose: the README of each installed package, once. */
export function cleanProse(modules: string): string[] {
  const texts: string[] = [];
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder).sort()) {
      if (name.startsWith('.')) continue;
      const path = join(folder, name);
      if (!statSync(path).isDirectory()) continue;
      if (name.startsWith('@')) {
        visit(path);
        continue;
      }
      const readme = readdirSync(path).find((file) => /^readme(?:\.md|\.markdown)?$/i.test(file));
      if (readme === undefined) continue;
      const prose = proseOf(readFileSync(join(path, readme), 'utf8'));
      if (prose.length >= SHORTEST) texts.push(prose);
    }
  };
  visit(modules);
  return texts;
}

/** Paragraphs as short texts of chat and mail are long. */
export function paragraphs(texts: readonly string[], longest = 400): string[] {
  return texts.flatMap((text) => text.split(/\n\s*\n/)).filter((part) => part.length >= 40 && part.length <= longest);
}
