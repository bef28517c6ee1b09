import type { Detector } from '../detector.ts';

/** `/home/vmolina/notes`, `C:\Users\tfigueira>`: an account that a folder is called after. */
const FOLDER = /[\\/]([a-z][a-z0-9._-]{2,31})(?=[\\/>\s"'`:;,)]|$)/iy;
/** `/user:PRINT\tfigueira`: of a domain. */
const OF_DOMAIN = /:[\w.-]{1,32}\\([a-z][a-z0-9._-]{2,31})(?=[\s"'`;,)]|$)/iy;
/** Folders of programs, of everybody, and what stands for a name in a manual. */
const COMMON =
  /^(?:user|username|users|you|yourname|name|myuser|example|public|default|shared|share|all|admin|administrator|root|ubuntu|debian|centos|ec2-user|vagrant|runner|node|app|git|deploy|jenkins|docker|circleci|travis|postgres|mysql|www|web|data|index|page|home|list|new|edit|me\.json|login|profile|settings|assistant|linuxbrew|vscode|coder|gitpod|codespace)$/i;

export const homeFolder: Detector = {
  name: 'home-folder',
  types: ['PERSON'],
  source: 'Filesystem Hierarchy Standard 3.0, section 3.8; folders of users in Windows',
  triggers: { words: ['home', 'users', 'user'] },
  examine(text, start, end, emit) {
    const before = text.charCodeAt(start - 1);
    if (before !== 47 && before !== 92) return;
    const form = text.charCodeAt(end) === 58 ? OF_DOMAIN : FOLDER;
    // A path of a page has its `/user/...` in the middle; a folder stands at the root, or behind a drive.
    const word = text.slice(start, end);
    if (
      form === FOLDER &&
      (/^user$/i.test(word) ||
        (before === 47 && word === 'users') ||
        (before === 47 && /[\w.-]/.test(text[start - 2] ?? '')))
    )
      return;
    form.lastIndex = end;
    const match = form.exec(text);
    if (match === null || COMMON.test(match[1]!)) return;
    const to = end + match[0].length;
    emit(to - match[1]!.length, to, 'PERSON');
  },
};
