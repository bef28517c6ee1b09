/** `npm run kernel`: assembles the kernel anew into `redaction/kernel/bytes.ts`. */
import { writeFileSync } from 'node:fs';
import { assemble } from './assemble.ts';
import { KERNEL } from './kernel.ts';

const base64 = Buffer.from(assemble(KERNEL)).toString('base64');
writeFileSync(
  new URL('../../redaction/kernel/bytes.ts', import.meta.url),
  `/** Written by \`npm run kernel\` from tools/kernel/kernel.ts; a test holds it against that. */\nexport const KERNEL_BYTES =\n  '${base64}';\n`,
);
