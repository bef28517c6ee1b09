import { isSecretField } from '../../../../wire/vocabulary.ts';
import { nameOf } from './accessible.ts';

/**
 * What a key of the keyboard goes to, by what the page says of it, and by what it once said: a field that was a password once stays one.
 * Values are never read. Where a page says nothing, nothing of what is typed is kept.
 */
export type Field =
  /** Nothing of its content is kept. */
  | { kind: 'secret' }
  | { kind: 'text'; type: string }
  /** A part that is no text field: a button, a list. */
  | { kind: 'control' }
  /** Nobody says. */
  | { kind: 'unknown' };

const TEXT_TYPES = new Set(
  'text search email url tel number date datetime-local month week time color range'.split(' '),
);
const CONTROL_TYPES = new Set('button submit reset checkbox radio image file'.split(' '));
const CONTROL_ROLES = new Set(
  'button link checkbox radio switch tab menuitem menuitemcheckbox menuitemradio option treeitem listbox tree grid gridcell row slider menu menubar tablist radiogroup'.split(
    ' ',
  ),
);
const CONTROL_TAGS = new Set('BUTTON A SELECT SUMMARY OPTION AREA VIDEO AUDIO'.split(' '));
const EDITABLE_ROLES = new Set(['textbox', 'searchbox', 'combobox']);
/** https://html.spec.whatwg.org/#autofill: what a page tells the browser to fill in with a secret. */
const SECRET_FILL = /(^|\s)(cc-\S+|one-time-code|current-password|new-password)(\s|$)/i;
/** What pages call fields that hide no letters and are secret all the same. */
const SECRET_WORDS =
  /pass(word|wd|code|phrase|key)?\b|\bpw[dt]?\b|passwor[td]|kennwort|geheim|\bpin\b|\botp\b|\b[mt]fa\b|\btan\b|\bcv[vc]2?\b|contrase|clave|mot[-_ ]?de[-_ ]?passe|\bmdp\b|senha|парол|密码|密碼|パスワード|暗証|비밀번호|verif|bestätigung|sicherheitscode|einmal|security[-_ ]?code|one[-_ ]?time|secret|api[-_ ]?key|private[-_ ]?key|\btoken\b/i;
/** Names of fields that are remembered; a page that has more of secret ones has none that are known. */
const MOST_NAMES = 1_000;

export class Fields {
  /** Was a password, or as good as one, at some time. */
  readonly #secret = new WeakSet<Element>();
  /** A page that shows a password puts another field in its place, under the same name. */
  readonly #names = new Set<string>();
  readonly #watched = new WeakSet<Node>();
  readonly #observer = new MutationObserver((changes) => this.#changed(changes));
  readonly #ids = new WeakMap<Element, string>();
  #count = 0;
  readonly #late: boolean;
  readonly #foreign: boolean;

  /**
   * @param late the page was there before: what its fields once were is not known
   * @param foreign it stands in a page of somebody else
   */
  constructor({ late, foreign }: { late: boolean; foreign: boolean }) {
    this.#late = late;
    this.#foreign = foreign;
    this.watch(document);
  }

  /** Sees what becomes of the fields of a tree from now on. */
  watch(root: Node): void {
    if (this.#watched.has(root)) return;
    this.#watched.add(root);
    this.#observer.observe(root, {
      ...{ subtree: true, attributes: true, attributeOldValue: true },
      attributeFilter: ['type', 'autocomplete'],
    });
    this.scan(root);
  }

  /** Before a page hears of what was pressed: what is a password now is one for good. */
  scan(root: Node): void {
    if (!(root instanceof Document || root instanceof DocumentFragment)) return;
    const found = Document.prototype.querySelectorAll;
    const all =
      root instanceof Document
        ? found.call(root, 'input[type="password" i]')
        : root.querySelectorAll('input[type="password" i]');
    for (const one of all) this.#remember(one);
  }

  /** A number of its own, that says nothing of what it is called. */
  idOf(element: Element): string {
    let id = this.#ids.get(element);
    if (id === undefined) {
      id = `field-${++this.#count}`;
      this.#ids.set(element, id);
    }
    return id;
  }

  of(element: Element): Field {
    this.#changed(this.#observer.takeRecords());
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return this.#input(element);
    if (isHidden(element)) return { kind: 'secret' };
    if (element instanceof HTMLElement && element.isContentEditable) return this.#editable(element);
    const role = attribute(element, 'role')?.trim().split(/\s+/)[0]?.toLowerCase();
    if (role !== undefined && CONTROL_ROLES.has(role)) return { kind: 'control' };
    return CONTROL_TAGS.has(element.tagName) ? { kind: 'control' } : { kind: 'unknown' };
  }

  #input(element: HTMLInputElement | HTMLTextAreaElement): Field {
    const type = element instanceof HTMLInputElement ? element.type : 'textarea';
    if (CONTROL_TYPES.has(type)) return { kind: 'control' };
    if (type === 'password' || this.#isSecret(element)) {
      this.#remember(element);
      return { kind: 'secret' };
    }
    if (this.#late) return { kind: 'unknown' };
    return type === 'textarea' || TEXT_TYPES.has(type) ? { kind: 'text', type } : { kind: 'unknown' };
  }

  #isSecret(element: HTMLInputElement | HTMLTextAreaElement): boolean {
    if (this.#secret.has(element)) return true;
    const names = namesOf(element);
    if (this.#names.size > MOST_NAMES || names.some((name) => this.#names.has(name))) return true;
    if (SECRET_FILL.test(attribute(element, 'autocomplete') ?? '')) return true;
    const said = [...names, attribute(element, 'placeholder'), nameOf(element)];
    if (said.some((words) => words && (SECRET_WORDS.test(words) || isSecretField(words)))) return true;
    return isHidden(element);
  }

  /** The one that is edited is the outermost: that is what a page says a role of. */
  #editable(element: HTMLElement): Field {
    if (this.#late) return { kind: 'unknown' };
    let host = element;
    while (host.parentElement?.isContentEditable) host = host.parentElement;
    if (this.#secret.has(host) || isHidden(host)) return { kind: 'secret' };
    const said = [nameOf(host), attribute(host, 'id'), attribute(host, 'name')];
    if (said.some((words) => words && SECRET_WORDS.test(words))) return { kind: 'secret' };
    const role = attribute(host, 'role')?.trim().toLowerCase();
    if (this.#foreign && !(role !== undefined && EDITABLE_ROLES.has(role))) return { kind: 'unknown' };
    return { kind: 'text', type: 'text' };
  }

  #changed(changes: readonly MutationRecord[]): void {
    for (const { target, attributeName, oldValue } of changes) {
      if (!(target instanceof Element)) continue;
      const now = attribute(target, attributeName!);
      const wasSecret =
        attributeName === 'type'
          ? [oldValue, now].some((type) => type?.trim().toLowerCase() === 'password')
          : [oldValue, now].some((fill) => SECRET_FILL.test(fill ?? ''));
      if (wasSecret) this.#remember(target);
    }
  }

  /** Whoever types there believes that it is one. */
  remember(element: Element): void {
    this.#remember(element);
  }

  #remember(element: Element): void {
    this.#secret.add(element);
    if (this.#names.size > MOST_NAMES) return;
    for (const name of namesOf(element)) this.#names.add(name);
  }
}

/** Of elements alone, and never by a name that a page may have given to something else. */
const attribute = (element: Element, name: string): string | null => Element.prototype.getAttribute.call(element, name);

const namesOf = (element: Element): string[] =>
  ['id', 'name'].flatMap((name) => {
    const value = attribute(element, name)?.trim();
    return value ? [value] : [];
  });

/** Letters that a style hides are hidden for a reason. */
const isHidden = (element: Element): boolean => {
  const shown = getComputedStyle(element).getPropertyValue('-webkit-text-security');
  return shown !== '' && shown !== 'none';
};
