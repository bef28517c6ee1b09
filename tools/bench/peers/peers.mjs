/*
 * Other redactors, with their default settings. They are a package of their own, which the bench installs when it runs: nobody else needs
 * their 40 MB.
 */
import { OpenRedaction } from '@openredaction/core';
import compromise from 'compromise';
import { SyncRedactor } from 'redact-pii';
import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';

/** Stands for each value in redact-pii's output. */
const GONE = '\0';

/** Ranges of a text that are gone from its redacted copy: what is left stands there in the same order. */
function removed(text, redacted) {
  const spans = [];
  const parts = redacted.split(GONE);
  let at = 0;
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    const found = last ? text.length - part.length : part === '' ? at : text.indexOf(part, at);
    const start = Math.max(found, at);
    if (i > 0 && start > at) spans.push({ start: at, end: start, type: 'OTHER' });
    at = start + part.length;
  }
  return spans;
}

/** Terms as a tagger gives them, each looked for behind the one before. */
function located(text, terms) {
  const spans = [];
  let at = 0;
  for (const term of terms) {
    const start = text.indexOf(term, at);
    if (start < 0) continue;
    at = start + term.length;
    spans.push({ start, end: at, type: 'OTHER' });
  }
  return spans;
}

/** @returns {import('../redaction/peer.ts').Peer[]} */
export function peers() {
  const redactPii = new SyncRedactor({ globalReplaceWith: GONE });
  const nlp = winkNLP(model);
  const open = new OpenRedaction();
  return [
    {
      name: 'redact-pii 3.4.0',
      find: (text) => removed(text, redactPii.redact(text)),
    },
    {
      name: 'wink-nlp 2.4.0, proper nouns, numbers, entities',
      find: (text) => {
        const doc = nlp.readDoc(text);
        const tags = doc.tokens().out(nlp.its.pos);
        const words = doc.tokens().out();
        let at = 0;
        const named = words.flatMap((word, i) => {
          const start = text.indexOf(word, at);
          if (start < 0) return [];
          at = start + word.length;
          return tags[i] === 'PROPN' || tags[i] === 'NUM' ? [{ start, end: at, type: 'OTHER' }] : [];
        });
        return [...named, ...located(text, doc.entities().out())];
      },
    },
    {
      name: 'compromise 14.17.0',
      find: (text) => {
        const doc = compromise(text);
        return [
          ...located(text, doc.people().out('array')),
          ...located(text, doc.places().out('array')),
          ...located(text, doc.organizations().out('array')),
          ...located(text, doc.emails().out('array')),
          ...located(text, doc.phoneNumbers().out('array')),
        ];
      },
    },
    {
      name: 'openredaction 1.1.5',
      find: async (text) => {
        const { detections } = await open.detect(text);
        return detections.map(({ position: [start, end] }) => ({ start, end, type: 'OTHER' }));
      },
    },
  ];
}
