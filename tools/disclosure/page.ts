import { disclosureJsonSchema, referenceTables } from '../../core/disclosure/reference.ts';

/** Files that are made from the disclosure's schema, by their path. */
export const pages = (): Record<string, string> => ({
  'docs/disclosure.md': `${HEAD}\n${referenceTables()}\n`,
  'docs/disclosure.schema.json': `${JSON.stringify(disclosureJsonSchema(), null, 2)}\n`,
});

const HEAD = `# The disclosure

The privacy review of a program as a file, \`programs/<program>/disclosure.yaml\` (YAML or JSON): who may be asked, what may be stored, who may
read it, for how long. What is not in it cannot be stored; the agent's filter, the redactor's admission, retention, rights and the text that
people consent to are made from it. **This page and its schema are made from the code** (\`npm run disclosure\`); an unknown key is an error.

\`\`\`sh
sluice disclosure init                          # asks, and writes a file that holds
sluice disclosure check disclosure.yaml         # every finding with its line, and what people ask and it does not say
sluice disclosure show disclosure.yaml --language de   # as people read it
sluice disclosure diff old.yaml new.yaml        # what widens, and whether people are asked again
sluice disclosure prove disclosure.yaml         # each claim of it, what enforces that, and the test that fails when it is not kept
sluice disclosure prove disclosure.yaml --results tests.json   # and whether it passed: of npm test -- --json --outputFile=tests.json
sluice disclosure record disclosure.yaml        # record of processing (GDPR, article 30): JSON-LD in terms of the Data Privacy Vocabulary
sluice disclosure record disclosure.yaml --dpia # skeleton of an impact assessment (article 35), in English; --deployed: with figures
sluice disclosure sign disclosure.yaml --key reviewer.pem          # as who reviewed it: over all that the file says
sluice disclosure check disclosure.yaml --key reviewer-public.pem  # whether they did, on anybody's machine
\`\`\`

Editors that know YAML complete and check it with the schema: \`# yaml-language-server: $schema=../../docs/disclosure.schema.json\` as its first line.
A **text** is a string in the file's \`language\`, or one for each: \`{ en: ..., de: ..., fr: ..., es: ... }\`. What is not there in somebody's
language is shown as it is, and marked. Versions: [what they mean](decisions/disclosure-versions.md). Texts: [languages](decisions/languages-of-consent.md).
\`prove\` takes its claims from the schema: a key that is new there, and that no row of \`core/disclosure/enforcement.ts\` enforces, fails it.
\`<name>\` stands for a name of one's own.
`;
