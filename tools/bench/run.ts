/** `npm run bench -- NAME [options]`: runs `tools/bench/NAME.ts`, which writes its figures to `out/bench/NAME.json`. */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';

const benches = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== basename(import.meta.filename))
  .map((file) => basename(file, '.ts'));

const name = process.argv[2];
if (name === undefined || !benches.includes(name)) {
  console.error(`usage: npm run bench -- ${benches.join('|')} [options]`);
  process.exit(2);
}
// The bench reads its own options: what is left looks as if it had been started by itself.
process.argv.splice(1, 2, `${import.meta.dirname}/${name}.ts`);
await import(`./${name}.ts`);
