/** Roles of AT-SPI by their number (atspi-constants.h): names are words of a toolkit, and differ. */

export const PASSWORD_TEXT = 40;

/** Where text is typed that is none of a terminal's: what is asked for a password there says nothing of it. */
const TEXT_ROLES: ReadonlyMap<number, string> = new Map([
  [11, 'combo box'],
  [12, 'date editor'],
  [52, 'spin button'],
  [56, 'table cell'],
  [61, 'text'],
  [73, 'paragraph'],
  [76, 'autocomplete'],
  [77, 'editbar'],
  [79, 'entry'],
  [82, 'document frame'],
  [83, 'heading'],
  [85, 'section'],
  [94, 'document text'],
]);

/** What has the focus and takes no text. */
const OTHER_ROLES: ReadonlyMap<number, string> = new Map([
  [7, 'check box'],
  [8, 'check menu item'],
  [10, 'column header'],
  [13, 'icon'],
  [26, 'icon'],
  [31, 'list'],
  [32, 'list item'],
  [33, 'menu'],
  [34, 'menu bar'],
  [35, 'menu item'],
  [37, 'page tab'],
  [38, 'page tab list'],
  [41, 'popup menu'],
  [43, 'push button'],
  [44, 'radio button'],
  [45, 'radio menu item'],
  [48, 'scroll bar'],
  [51, 'slider'],
  [55, 'table'],
  [57, 'column header'],
  [58, 'row header'],
  [62, 'toggle button'],
  [63, 'tool bar'],
  [65, 'tree'],
  [66, 'tree table'],
  [88, 'link'],
  [91, 'tree item'],
  [98, 'list box'],
]);

/** Nothing of a role that says nothing: a window, a terminal, a canvas, a page. */
export function roleOf(number: number): { name: string; isText: boolean } | undefined {
  const text = TEXT_ROLES.get(number);
  if (text !== undefined) return { name: text, isText: true };
  const other = OTHER_ROLES.get(number);
  return other === undefined ? undefined : { name: other, isText: false };
}

/** The same as WAI-ARIA calls it. */
const ARIA: Readonly<Record<string, string>> = {
  'combo box': 'combobox',
  'date editor': 'textbox',
  'spin button': 'spinbutton',
  'table cell': 'cell',
  text: 'textbox',
  paragraph: 'paragraph',
  autocomplete: 'combobox',
  editbar: 'textbox',
  entry: 'textbox',
  'document frame': 'document',
  heading: 'heading',
  section: 'region',
  'document text': 'document',
  'check box': 'checkbox',
  'check menu item': 'menuitemcheckbox',
  'column header': 'columnheader',
  icon: 'img',
  list: 'list',
  'list item': 'listitem',
  menu: 'menu',
  'menu bar': 'menubar',
  'menu item': 'menuitem',
  'page tab': 'tab',
  'page tab list': 'tablist',
  'popup menu': 'menu',
  'push button': 'button',
  'radio button': 'radio',
  'radio menu item': 'menuitemradio',
  'scroll bar': 'scrollbar',
  slider: 'slider',
  table: 'table',
  'row header': 'rowheader',
  'toggle button': 'button',
  'tool bar': 'toolbar',
  tree: 'tree',
  'tree table': 'treegrid',
  link: 'link',
  'tree item': 'treeitem',
  'list box': 'listbox',
};

export const ariaOf = (role: string): string => ARIA[role] ?? 'generic';
