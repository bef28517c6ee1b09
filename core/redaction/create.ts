import { Actions } from './actions.ts';
import { DETECTORS } from './detectors/index.ts';
import { Directory } from './directory.ts';
import { Finder } from './finder.ts';
import { redactFrames } from './frames.ts';
import type { Redactor, RedactorOptions } from './redactor.ts';

/**
 * The redactor of one function instance.
 * @throws RangeError when the token key is shorter than 32 bytes.
 */
export function createRedactor(options: RedactorOptions): Redactor {
  const actions = new Actions(options.policy, options.tokenKey);
  const directory = options.directory === undefined ? undefined : new Directory(options.directory);
  const finder = new Finder({ detectors: DETECTORS, ...(directory === undefined ? {} : { directory }) });
  const find = (text: string) => finder.find(text);
  const tools = { find, actions, othersConsented: options.othersConsented ?? false };
  return {
    find,
    redactText: (text, spans = find(text)) => actions.apply(text, spans),
    redactFrames: (frames) => redactFrames(frames, tools),
  };
}
