import type { Disclosure } from './disclosure.ts';
import { parseDisclosure } from './parse.ts';

/** A small valid disclosure for tests, in the form an author writes. */
export const SAMPLE_YAML = `
program: sample
version: "1.0"
title: A sample program
summary: A program that exists so that tests have one to read.
contact: privacy@example.com
population:
  groups: [employees]
purposes:
  research:
    description: Study how people use menus.
    readers: [investigators]
events:
  key:
    fields: [type, key, class]
    why: Typing shows how people edit.
  click:
    fields: [x, y]
    why: Clicks show what people choose.
applications:
  editor: { keys: content }
  terminal: {}
redaction: {}
retention: { routine: 90, personal: 60, sensitive: 30 }
gate:
  closers: [employees]
  approvers: [representatives, stewards]
`.trimStart();

/** The sample with changes; `change` may edit the object in place. */
export function sampleDisclosure(change?: (disclosure: Disclosure) => void): Disclosure {
  const disclosure = parseDisclosure(SAMPLE_YAML, 'sample.yaml');
  change?.(disclosure);
  return disclosure;
}
