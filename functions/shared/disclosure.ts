import { readFileSync } from 'node:fs';
import { readCompiledDisclosure } from '../../core/disclosure/compiled.ts';
import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import { SluiceError } from '../../core/shared/errors.ts';

/**
 * The disclosure that this deployment runs under: `disclosure.json`, put beside the bundled handler at synth. Read once,
 * at module scope of the handler.
 * @param version what the environment says; a bundle that holds another one must not start
 * @param location of the file, default: beside the bundle
 */
export function bundledDisclosure(
  version: string,
  location: URL = new URL('./disclosure.json', import.meta.url),
): Disclosure {
  const disclosure = readCompiledDisclosure(readFileSync(location, 'utf8'));
  if (disclosure.version !== version) {
    throw new SluiceError(`the bundle holds disclosure ${disclosure.version}, the environment says ${version}`);
  }
  return disclosure;
}
