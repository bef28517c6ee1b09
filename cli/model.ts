import { Command } from 'commander';
import { contextOf } from './context.ts';
import { openModel } from './open-model.ts';
import { facts } from './output.ts';

interface Checked {
  name: string;
  /** What the disclosure must say. */
  sha256: string;
  bytes: number;
  labels: readonly string[];
  /** Until the runtime has the model. */
  loadMs: number;
  /** For a text of 126 pieces, on one core. */
  textMs: number;
  /** Of `--text`: what was found in it. */
  found?: { start: number; end: number; type: string }[];
}

const PIECES = 126;

const describe = ({ name, sha256, bytes, labels, loadMs, textMs, found }: Checked, text: string | undefined): string =>
  `${facts({
    model: name,
    size: `${(bytes / 1e6).toFixed(1)} MB`,
    labels: labels.join(' '),
    opened: `in ${loadMs.toFixed(0)} ms`,
    speed: `${textMs.toFixed(1)} ms for a text of ${PIECES} pieces, here, on one core`,
    ...(found && {
      found: found.map(({ start, end, type }) => `${type} "${text!.slice(start, end)}"`).join(', ') || 'nothing',
    }),
  })}

For the disclosure:

  redaction:
    deepPass: { by: model, name: ${name}, sha256: ${sha256} }`;

const check = (): Command =>
  new Command('check')
    .description('opens a model as the redactor would, and prints the digest that the disclosure must name')
    .argument('<folder>', 'holds model.onnx, vocab.txt and labels.json; its name is the name of the model')
    .option('--text <text>', 'try it on a text')
    .addHelpText(
      'after',
      `
Example:
  sluice model check models/small-names --text "Ask Jane Doe"

Works on files, offline. labels.json:
  {"labels": ["O", "B-PER", "I-PER"], "types": {"PER": "PERSON"}, "lowerCase": true}`,
    )
    .action(async (folder: string, { text }: { text?: string }, command: Command) => {
      const { output } = contextOf(command);
      const checked = await examine(folder, text);
      output.result(checked, () => describe(checked, text));
    });

async function examine(folder: string, text: string | undefined): Promise<Checked> {
  const { name, files, pass, loadMs } = await openModel(folder);
  // One sign is one piece in every vocabulary, be it the unknown one.
  const sample = '. '.repeat(PIECES);
  let textMs = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    const from = performance.now();
    await pass.examine([sample]);
    textMs = Math.min(textMs, performance.now() - from);
  }
  const found = text === undefined ? undefined : (await pass.examine([text]))[0];
  const { sha256, model, config } = files;
  const about = { name, sha256, bytes: model.length, labels: config.labels, loadMs, textMs };
  return { ...about, ...(found && { found }) };
}

export const modelCommand = (): Command =>
  new Command('model').description('models that read texts once more (deep pass)').addCommand(check());
