import type { Command } from 'commander';
import { status } from '../api/consent.ts';
import type { Disclosure } from '../core/disclosure/disclosure.ts';
import type { DeployedFigures } from '../core/disclosure/dpia.ts';
import { type DisclosureFinding, DisclosureInvalid, parseDisclosure } from '../core/disclosure/parse.ts';
import type { Deployed } from '../core/disclosure/succession.ts';
import { inLines, printableJson } from '../wire/printable.ts';
import { ask } from './ask.ts';
import { contextOf } from './context.ts';
import { deployedFigures } from './deployed-figures.ts';
import type { Ask } from './disclosure-init.ts';
import { readText } from './files.ts';

/** What all commands about a disclosure read and write by. */

/** What the commands write to; a test passes its own. */
export interface DisclosureIo {
  out(text: string): void;
  err(text: string): void;
  /** 0 fine, 1 findings, 2 usage (a file that cannot be read). */
  exit(code: 0 | 1 | 2): void;
  /** Figures of the deployed program, as far as the caller may see them. */
  figures(command: Command): Promise<DeployedFigures>;
  /** What the deployed program says. */
  deployed(command: Command): Promise<Deployed>;
  ask: Ask;
}

export const terminal: DisclosureIo = {
  out: (text) => process.stdout.write(inLines(text)),
  err: (text) => process.stderr.write(inLines(text)),
  exit: (code) => {
    process.exitCode = code;
  },
  deployed: (command) => contextOf(command).api.call(status),
  figures: (command) => deployedFigures(contextOf(command).api, Date.now()),
  ask: (question) =>
    ask(question, ['no-terminal', 'There is no terminal to ask at: give the answers by --answers FILE.']),
};

/** `--json` may stand before or after the name of the command. */
export const wantsJson = (self: Command): boolean => self.optsWithGlobals<{ json?: boolean }>().json === true;

/** `undefined` after it was said that a file cannot be read. */
export function loadDisclosure(file: string, json: boolean, io: DisclosureIo): Disclosure | undefined {
  const text = readText(file);
  try {
    return parseDisclosure(text, file);
  } catch (cause) {
    if (!(cause instanceof DisclosureInvalid)) throw cause;
    if (json) io.out(line({ file, valid: false, findings: cause.findings satisfies DisclosureFinding[] }));
    else io.err(`${cause.message}\n`);
    io.exit(1);
    return undefined;
  }
}

export const line = (value: unknown): string => `${printableJson(value)}\n`;
