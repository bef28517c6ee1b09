import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { STORES, type Store } from '../host/sealed.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { FORMATS, type Format } from './output.ts';
import { configFolder } from './session.ts';

/** What a person sets once, in `config.yaml`: options of the command line say otherwise, and so does the environment. */
const settingsSchema = z.strictObject({
  /** Where `sluice login` goes when no address is given. */
  api: z.url('an address, https://...').optional(),
  /** Which session commands use. @default default */
  session: z.string('a name').optional(),
  /** @default table */
  output: z.enum(FORMATS, `one of ${FORMATS.join(', ')}`).optional(),
  /** Of texts for people, e.g. `de`. @default the system's */
  language: z.string('a language, e.g. de').optional(),
  /** Where `sluice login` keeps tokens. @default auto */
  store: z.enum(STORES, `one of ${STORES.join(', ')}`).optional(),
  /** Whether long tables go through a pager. @default true */
  pager: z.boolean('true or false').optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsFile = (): string => join(configFolder(), 'config.yaml');

/** @throws CommandError `settings` that names each key that is wrong */
export async function readSettings(): Promise<Settings> {
  const file = settingsFile();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw fault(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`);
  }
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  const [wrong] = document.errors;
  if (wrong) throw fault(`${file} is no YAML: ${wrong.message.split('\n')[0]}`);
  const parsed = settingsSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const known = Object.keys(settingsSchema.shape).join(', ');
  const problems = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `it knows no ${issue.keys.join(', ')} (${known})`
      : `${issue.path.join('.') || 'the whole'}: ${issue.path.length > 0 ? issue.message : `keys and values (${known})`}`,
  );
  throw fault(`${file}: ${problems.join('; ')}.`);
}

const fault = (message: string) => new CommandError(EXIT.usage, 'settings', message);

/** @throws CommandError `settings` for a format that is none: whoever set it reads something else */
export function checkFormat(said: string | undefined = process.env.SLUICE_OUTPUT): void {
  if (!said || FORMATS.some((one) => one === said)) return;
  throw fault(`SLUICE_OUTPUT is ${said}, and takes one of ${FORMATS.join(', ')}.`);
}

/** Where a login keeps its tokens, by what is set. @throws CommandError `settings` for a word that is none */
export function storeOf(settings: Settings, said: string | undefined = process.env.SLUICE_STORE): Store {
  if (!said) return settings.store ?? 'auto';
  const store = STORES.find((one) => one === said);
  if (store) return store;
  throw fault(`SLUICE_STORE is ${said}, and takes one of ${STORES.join(', ')}.`);
}

/** How results are written, by what is set; a word that is none is refused where options are read. */
export const formatOf = (
  { json, output }: { json?: boolean; output?: string },
  settings: Settings = {},
  env: Readonly<Record<string, string | undefined>> = process.env,
): Format => {
  const said = json ? 'json' : (output ?? env.SLUICE_OUTPUT ?? settings.output);
  return FORMATS.find((one) => one === said) ?? 'table';
};
