/** What an event went to, through parts of a page that are closed to the page itself. */

export function innermost(event: Event): Element | undefined {
  const [first] = event.composedPath();
  let element = first instanceof Element ? first : undefined;
  // A closed tree shows as its host: what has the focus in it is the one.
  for (let depth = 0; element && depth < 20; depth++) {
    const within: Element | null | undefined = treeOf(element)?.activeElement;
    if (!within) break;
    element = within;
  }
  return element;
}

function treeOf(element: Element): ShadowRoot | null {
  try {
    return element instanceof HTMLElement ? chrome.dom.openOrClosedShadowRoot(element) : null;
  } catch {
    return null;
  }
}
