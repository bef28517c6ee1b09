import { type Detector, Progress } from '../detector.ts';

const HEAD = /^BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-{5}/;
/** An RSA key of 16,384 bits has 12.6 KB in PEM. */
const LONGEST = 32_768;

const progress = new Progress();

export const privateKey: Detector = {
  name: 'private-key',
  types: ['SECRET'],
  source: 'RFC 7468 (PEM), RFC 4880 section 6.2 (OpenPGP armor), OpenSSH PROTOCOL.key; PuTTY PPK',
  triggers: { words: ['begin', 'putty'] },
  examine(text, start, _end, emit) {
    if (!progress.enter(text, start)) return;
    if (text.startsWith('PuTTY-User-Key-File-', start)) {
      const end = text.slice(start, start + LONGEST).indexOf('Private-MAC:');
      const to = start + (end > 0 ? end + 76 : LONGEST);
      progress.settle(to);
      emit(start, to, 'SECRET');
      return;
    }
    if (!HEAD.test(text.slice(start, start + 96))) return;
    const body = text.slice(start, start + LONGEST);
    const tail = /-{5}END [A-Z0-9 ]{0,40}-{5}/.exec(body);
    let from = start;
    while (text[from - 1] === '-') from--;
    // Without an end the key was cut: what looks like its body is masked.
    const cut = /[A-Za-z0-9+/=\s\\:,-]*/.exec(body)!;
    const to = start + (tail ? tail.index + tail[0].length : cut[0].length);
    progress.settle(to);
    emit(from, to, 'SECRET');
  },
};
