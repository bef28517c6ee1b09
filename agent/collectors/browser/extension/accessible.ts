/** What a part of a page is, and what it is labelled with: as people hear it read out (WAI-ARIA, accname), and never what was typed into it. */

const LONGEST_NAME = 200;

const ROLE_OF_TAG: Readonly<Record<string, string>> = {
  ...{ BUTTON: 'button', SUMMARY: 'button', A: 'link', AREA: 'link', SELECT: 'combobox', OPTION: 'option' },
  ...{ TEXTAREA: 'textbox', IMG: 'img', TABLE: 'table', TR: 'row', TD: 'cell', TH: 'columnheader', UL: 'list' },
  ...{ OL: 'list', LI: 'listitem', NAV: 'navigation', DIALOG: 'dialog', ARTICLE: 'article', P: 'paragraph' },
  ...{ H1: 'heading', H2: 'heading', H3: 'heading', H4: 'heading', H5: 'heading', H6: 'heading', FORM: 'form' },
  ...{ PROGRESS: 'progressbar', METER: 'meter', FIGURE: 'figure', HR: 'separator', FIELDSET: 'group' },
};
const ROLE_OF_TYPE: Readonly<Record<string, string>> = {
  ...{ button: 'button', submit: 'button', reset: 'button', image: 'button', checkbox: 'checkbox', radio: 'radio' },
  ...{ range: 'slider', number: 'spinbutton', search: 'searchbox', file: 'button', color: 'button' },
};
/** What is read out by the text in it. */
const NAMED_BY_TEXT = new Set(
  'button link tab menuitem menuitemcheckbox menuitemradio option treeitem checkbox radio switch heading columnheader rowheader cell gridcell tooltip'.split(
    ' ',
  ),
);
const PARTS = new Set([...NAMED_BY_TEXT, 'textbox', 'searchbox', 'combobox', 'slider', 'spinbutton', 'img']);

const attribute = (element: Element, name: string): string | null => Element.prototype.getAttribute.call(element, name);

export function roleOf(element: Element): string {
  const said = attribute(element, 'role')?.trim().split(/\s+/)[0]?.toLowerCase();
  if (said && said !== 'presentation' && said !== 'none') return said;
  if (element instanceof HTMLInputElement) return ROLE_OF_TYPE[element.type] ?? 'textbox';
  if (element instanceof HTMLElement && element.isContentEditable) return 'textbox';
  if (element.tagName === 'A' && attribute(element, 'href') === null) return 'generic';
  return ROLE_OF_TAG[element.tagName] ?? 'generic';
}

/** The part that was meant by a press on something in it. */
export function partOf(path: readonly EventTarget[]): Element | undefined {
  const elements = path.filter((one) => one instanceof Element);
  return elements.slice(0, 8).find((one) => PARTS.has(roleOf(one))) ?? elements[0];
}

function textOf(node: Node): string {
  let text = '';
  const walk = (of: Node) => {
    for (const child of of.childNodes) {
      if (text.length > LONGEST_NAME) return;
      if (child instanceof Text) text += `${child.data} `;
      // What is typed is in these, and no label.
      else if (child instanceof Element && !isTypedInto(child)) {
        text += `${child instanceof HTMLImageElement ? (attribute(child, 'alt') ?? '') : ''} `;
        walk(child);
      }
    }
  };
  walk(node);
  return text;
}

const isTypedInto = (element: Element): boolean =>
  /^(TEXTAREA|INPUT|SELECT|SCRIPT|STYLE)$/.test(element.tagName) ||
  (element instanceof HTMLElement && element.isContentEditable);

export function nameOf(element: Element): string | undefined {
  const root = element.getRootNode();
  const labelled = attribute(element, 'aria-labelledby')?.trim();
  const within = root instanceof Document || root instanceof DocumentFragment ? root : undefined;
  const ids = labelled ? labelled.split(/\s+/).slice(0, 5) : [];
  const byIds = ids.map((id) => {
    const named = within?.querySelector(`#${CSS.escape(id)}`);
    return named && !isTypedInto(named) ? textOf(named) : '';
  });
  const labels =
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
      ? [...(element.labels ?? [])].map(textOf)
      : [];
  const isButton = element instanceof HTMLInputElement && /^(button|submit|reset)$/.test(element.type);
  const candidates = [
    byIds.join(' '),
    attribute(element, 'aria-label'),
    labels.join(' '),
    isButton ? attribute(element, 'value') : null,
    attribute(element, 'alt'),
    NAMED_BY_TEXT.has(roleOf(element)) && !isTypedInto(element) ? textOf(element) : null,
    attribute(element, 'title'),
    attribute(element, 'placeholder'),
  ];
  const name = candidates.map((one) => one?.replace(/\s+/g, ' ').trim()).find(Boolean);
  return name?.slice(0, LONGEST_NAME);
}
