/** `npm run screens`: the pictures of docs/people.md, of commands that are run. Offline; takes some seconds. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileOf, pictureOfScreen, run, SCREENS } from './screens.ts';
import { startService } from './service.ts';

const service = await startService();
mkdirSync('docs/screens', { recursive: true });
try {
  for (const screen of SCREENS) {
    const { text, code } = await run(screen, service.url);
    if (code !== (screen.code ?? 0)) throw new Error(`sluice ${screen.args} ended with ${code}:\n${text}`);
    writeFileSync(fileOf(screen), pictureOfScreen(screen, text));
  }
} finally {
  await service.close();
}
