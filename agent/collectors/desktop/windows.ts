import type { KeyboardLayout } from './layout.ts';

export interface WindowInfo {
  /** Opaque, stable while the window exists. */
  window: string;
  /** Application id, lower case. */
  app: string;
  title: string;
  /** Process of the application, where the window system says it. */
  pid?: number;
  /** Of what the application draws, in pixels, where the window system says it. */
  bounds?: Bounds;
}

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Screen extends Bounds {
  /** How much larger than at 96 dots an inch all is drawn, where that is said. */
  scale?: number;
}

export interface PointerAt {
  x: number;
  y: number;
  mods: number;
}

export type WindowChange =
  | { type: 'focus'; window: WindowInfo | undefined; before: WindowInfo | undefined }
  | { type: 'title' | 'bounds'; window: WindowInfo };

/** Which window has the focus, which one is under the pointer, and what the keys mean. One per window system. */
export interface WindowWatcher {
  /** The focused window as last heard of. */
  readonly current: WindowInfo | undefined;
  /** The focused window, asked anew. */
  focused(): Promise<WindowInfo | undefined>;
  /** The window at a place of the screen; the focused one where the system does not tell. */
  at(x: number, y: number): Promise<WindowInfo | undefined>;
  /** Where the pointer is, and modifiers as X numbers them; what is under it is asked with it, and `at` of that place answers without asking. Absent where the hook says where it is. */
  pointer?(): Promise<PointerAt | undefined>;
  readonly layout: KeyboardLayout;
  onChange(run: (change: WindowChange) => void): void;
  /** The screens from left to right as the system has them now. Absent where it is not known. */
  screens?(): Promise<readonly Screen[]>;
  onScreens?(run: () => void): void;
  /** As XKB names it. */
  layoutName?(): Promise<string | undefined>;
  close(): void;
}

/** As the disclosure writes application ids: lower case, digits, dots, dashes, underscores. */
export function appId(name: string): string | undefined {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 128);
  return id === '' ? undefined : id;
}
